/**
 * What stands around every page, signed in or not: calls of the API, the person, the way to other pages. There is one such thing:
 * inside the frame it is a `Place` (page/place.tsx), which has what an organisation adds.
 */
import { type AnchorHTMLAttributes, createContext, type MouseEvent, type ReactNode, useContext } from 'react';

/** An answer of the API. */
export interface AppAnswer<T> {
  data: T;
  meta?: { next_cursor: string | null; limit: number; total?: number; totals?: Record<string, number | null> };
  message: string;
}

/** What was refused, in words. */
export interface AppFault {
  /** Of HTTP; 0 for what never reached the server. */
  status: number;
  code: string;
  text: string;
  /** Of the request, for whoever looks into it. */
  request_id: string | null;
  /** What is wrong where, as the server said it. */
  errors: readonly { pointer: string; detail: string }[];
  /** Field → what is wrong with it. */
  fields: Readonly<Record<string, string>>;
}

export interface AppPerson {
  user: { id: string; email: string; name: string; is_operator: boolean; email_verified: boolean };
  tenant: { id: string; slug: string; name: string; organization_type: string; time_zone: string } | null;
  memberships: readonly { tenant: { id: string; slug: string; name: string }; role: string }[];
  role: string | null;
  permissions: readonly string[];
  features: Readonly<Record<string, boolean>>;
}

export interface App {
  /** `call('GET /customers', { q: 'as' })`; names in the path, query and body are one input. Throws what `faultOf` reads. */
  call<T>(
    key: string,
    input?: Record<string, unknown>,
    options?: { headers?: Record<string, string> },
  ): Promise<AppAnswer<T>>;
  /** Sends a file with its fields. */
  upload<T>(key: string, input: Record<string, unknown>, form: FormData): Promise<AppAnswer<T>>;
  faultOf(error: unknown): AppFault;
  /** Who is signed in; null for nobody, and where nobody asked yet. */
  me: AppPerson | null;
  /** Whether the person may do it here. */
  allows(permission: string | null | undefined): boolean;
  /** Asks the server who is signed in. */
  findMe(): Promise<AppPerson | null>;
  signIn(email: string, password: string): Promise<void>;
  signOut(to?: string): Promise<void>;
  /** The address of a page below the organisation. */
  href(path: string): string;
  go(path: string, options?: { search?: Readonly<Record<string, string>>; replace?: boolean }): void;
  /** Whether letters without Ctrl or Alt do anything. */
  singleKeys: boolean;
}

const AppContext = createContext<App | null>(null);
export const AppProvider = AppContext.Provider;

/** The application around a screen. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('no application stands around this screen');
  return app;
}

/** A link to another page of the application. */
export function AppLink({
  to,
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { to: string; children: ReactNode }): ReactNode {
  const app = useApp();
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    app.go(to);
  };
  return (
    <a {...rest} href={app.href(to)} onClick={follow}>
      {children}
    </a>
  );
}
