/** What screens of modules are given by the application: calls of the API, the person, the way to other pages. */
import { type AnchorHTMLAttributes, createContext, type MouseEvent, type ReactNode, useContext } from 'react';

/** An answer of the API. */
export interface AppAnswer<T> {
  data: T;
  meta?: { next_cursor: string | null; limit: number; total?: number; totals?: Record<string, number | null> };
  message: string;
}

/** What was refused, in words. */
export interface AppFault {
  text: string;
  request_id: string | null;
  /** Field → what is wrong with it. */
  fields: Record<string, string>;
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
  /** `call('GET /roles')`; names in the path, query and body are one input. */
  call<T>(key: string, input?: Record<string, unknown>): Promise<AppAnswer<T>>;
  faultOf(error: unknown): AppFault;
  /** Who is signed in; null for nobody, and where nobody asked yet. */
  me: AppPerson | null;
  /** Whether the person may. */
  allows(permission: string): boolean;
  /** Asks the server who is signed in. */
  findMe(): Promise<AppPerson | null>;
  signIn(email: string, password: string): Promise<void>;
  signOut(to?: string): Promise<void>;
  /** The address of a page below the organisation. */
  href(path: string): string;
  go(path: string): void;
  /** False where the person has turned off keys of one letter. */
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
