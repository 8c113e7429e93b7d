/** The organisation whose address this is, as the server wrote it into the page. */
const said = (name: string): string | null =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? null;

export const organisationOfPage = (): string | null => said('organisation');

/** The path of its logo; null where there is none. */
export const logoOfPage = (): string | null => said('logo');
