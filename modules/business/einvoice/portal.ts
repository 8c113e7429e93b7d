/** The way to the government's portals. Today it is a file that somebody uploads; a service provider would be another one of these. */

export interface PortalState {
  /** Whether something is sent by itself. */
  is_connected: boolean;
  /** `file`: it is downloaded here and uploaded there. */
  way: string;
  detail: string;
}

export interface PortalFile {
  name: string;
  content: Buffer;
}

export interface Portal {
  state(): PortalState;
  /** Hands a document over. A way that only writes files answers the file, and claims nothing about the portal. */
  submit(
    what: 'gstr1' | 'iff' | 'gstr3b' | 'einvoice' | 'eway_bill',
    name: string,
    content: object,
  ): Promise<PortalFile>;
}

/** Writes what the offline tools read. */
export const filePortal: Portal = {
  state: () => ({
    is_connected: false,
    way: 'file',
    detail: 'Not connected: nothing is sent. Download the file and upload it at the portal.',
  }),
  submit: async (what, name, content) => ({
    name: `${what}_${name.replaceAll(/[^A-Za-z0-9-]+/g, '-')}.json`,
    content: Buffer.from(JSON.stringify(content)),
  }),
};
