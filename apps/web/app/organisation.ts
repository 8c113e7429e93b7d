/** The name of the organisation whose address this is, as the server wrote it into the page. */
export function organisationOfPage(): string | null {
  return document.querySelector<HTMLMetaElement>('meta[name=organisation]')?.content ?? null;
}
