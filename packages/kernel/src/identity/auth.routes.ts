/** Endpoints of identity: register, sign in and out, refresh, verify, reset, switch tenant, own sessions. */

import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { LANGUAGES } from '../mail/letters.ts';
import { Email, Id, Instant, Line, Nullable, OneOf } from '../schema/fields.ts';
import { Opening } from '../views/views.schema.ts';
import { changePassword, confirmReset, register, requestReset, verifyEmail, wrongPassword } from './account.service.ts';
import { tokenSpent } from './accounts.ts';
import { cookiesAt, type Desk, deskOf, isPage } from './desks.ts';
import { getMe, listSessions, revokeSession, sessionNotFound, setLanguage } from './me.service.ts';
import { weakPassword } from './passwords.ts';
import { login, logout, refresh, switchTenant, wrongCredentials } from './sign_in.service.ts';
import { ACCESS_TOKEN_SECONDS } from './tokens.ts';

const Password = Type.String({
  minLength: 1,
  maxLength: 200,
  description: '8 to 128 characters, any of them.',
  examples: ['four plain words here'],
});
const Token = Type.String({ minLength: 20, maxLength: 200 });
const strict = { additionalProperties: false };

const User = Type.Object({
  id: Id(),
  email: Email(),
  name: Line(120),
  is_operator: Type.Boolean(),
  email_verified: Type.Boolean(),
});
const TenantSummary = Type.Object({
  id: Id(),
  slug: Type.String(),
  name: Type.String(),
  organization_type: Type.String(),
});

const SignedIn = Type.Object({
  access_token: Type.Optional(
    Type.String({ description: 'JWT for 15 minutes; absent for browsers, which get cookies.' }),
  ),
  refresh_token: Type.Optional(Type.String()),
  token_type: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  csrf_token: Type.String({ description: 'What a browser sends back as X-CSRF-Token with changes.' }),
  role: Type.Unsafe<string | null>({ type: ['string', 'null'] }),
  user: User,
  tenant: Type.Unsafe<Static<typeof TenantSummary> | null>({ ...TenantSummary, type: ['object', 'null'] }),
});

const Address = Type.Object({ email: Email() });

/** The organisation that the page is for, with what its times and words are shown in. */
const Place = Type.Object({
  ...TenantSummary.properties,
  time_zone: Type.String({ description: 'IANA name, e.g. Asia/Kolkata.' }),
  language: OneOf(LANGUAGES, { description: 'In which the organisation writes.' }),
  week_start: Type.Integer({ description: '1 = Monday … 7 = Sunday.' }),
  year_start_month: Type.Integer({ description: 'In which the financial year begins, 1–12.' }),
});

/** Browsers say `X-Client: web` or `operator` and get their tokens in cookies that no script reads; null for programs. */
function deskFor(request: FastifyRequest): Desk | null {
  const client = request.headers['x-client'];
  return request.admission?.session?.desk ?? (isPage(client) ? deskOf(client) : null);
}

const COOKIE = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

function toCookies(
  request: FastifyRequest,
  reply: FastifyReply,
  data: Static<typeof SignedIn>,
): Static<typeof SignedIn> {
  const desk = deskFor(request);
  if (!desk) return data;
  const { access_token, refresh_token, ...rest } = data;
  // Who is no operator gets nothing at the operators' desk; the page says so.
  if (desk === 'operators' && !data.user.is_operator) return rest;
  const { access, refresh } = cookiesAt(desk);
  reply.setCookie(access, access_token ?? '', { ...COOKIE, maxAge: ACCESS_TOKEN_SECONDS });
  reply.setCookie(refresh, refresh_token ?? '', { ...COOKIE, sameSite: 'strict', maxAge: 14 * 86_400 });
  return rest;
}

function clearCookies<T>(request: FastifyRequest, reply: FastifyReply, data: T): T {
  const desk = deskFor(request) ?? 'people';
  const { access, refresh } = cookiesAt(desk);
  // What the pages of organisations keep in this browser is not an operator's to clear.
  const cleared = desk === 'people' ? '"cache", "storage"' : '"cache"';
  reply.clearCookie(access, COOKIE).clearCookie(refresh, COOKIE).header('clear-site-data', cleared);
  return data;
}

export const authRoutes = [
  route({
    name: 'auth.register',
    method: 'POST',
    path: '/auth/register',
    scope: 'public',
    summary: 'Make an account; a mail confirms the address. The answer is the same for an address that is known.',
    input: Type.Object({ email: Email(), name: Line(120, { minLength: 1 }), password: Password }, strict),
    output: Address,
    status: 202,
    message: 'A mail is on its way to this address',
    problems: [weakPassword],
    unaudited: 'a known address gets a mail and nothing changes',
    run: register,
  }),
  route({
    name: 'auth.login',
    method: 'POST',
    path: '/auth/login',
    scope: 'public',
    summary: 'Sign in, for one organisation or for none.',
    input: Type.Object(
      { email: Email(), password: Password, tenant: Type.Optional(Line(100, { description: 'Id or slug.' })) },
      strict,
    ),
    output: SignedIn,
    message: 'Signed in',
    problems: [wrongCredentials],
    unaudited: 'writes its entry itself, into the trail of the tenant it is for',
    reply: toCookies,
    run: login,
  }),
  route({
    name: 'auth.refresh',
    method: 'POST',
    path: '/auth/refresh',
    scope: 'public',
    summary: 'Exchange a refresh token for fresh tokens; each works once.',
    input: Type.Object({ refresh_token: Type.Optional(Token) }, strict),
    output: SignedIn,
    message: 'Refreshed',
    unaudited: 'carries a session on',
    cookies: { refresh_token: 'refresh' },
    reply: toCookies,
    run: refresh,
  }),
  route({
    name: 'auth.logout',
    method: 'POST',
    path: '/auth/logout',
    scope: 'account',
    summary: 'End this session, or all of them.',
    input: Type.Object({ everywhere: Type.Optional(Type.Boolean()) }, strict),
    output: Type.Object({ ended: Type.Integer() }),
    message: 'Signed out',
    reply: clearCookies,
    run: logout,
  }),
  route({
    name: 'auth.request_reset',
    method: 'POST',
    path: '/auth/password-reset',
    scope: 'public',
    summary: 'Ask for a link to choose a new password. The answer is always the same.',
    input: Type.Object({ email: Email() }, strict),
    output: Address,
    status: 202,
    message: 'If there is an account, a mail is on its way',
    unaudited: 'nothing changes for an unknown address',
    run: requestReset,
  }),
  route({
    name: 'auth.confirm_reset',
    method: 'POST',
    path: '/auth/password-reset/confirm',
    scope: 'public',
    summary: 'Choose a password with the link of a reset or an invitation; all sessions end.',
    input: Type.Object({ token: Token, password: Password }, strict),
    output: Address,
    message: 'The password is set; sign in with it',
    problems: [tokenSpent, weakPassword],
    unaudited: 'writes its entry itself, in the name of the person',
    run: confirmReset,
  }),
  route({
    name: 'auth.verify_email',
    method: 'POST',
    path: '/auth/verify-email',
    scope: 'public',
    summary: 'Confirm an address with the link from the mail.',
    input: Type.Object({ token: Token }, strict),
    output: Address,
    message: 'The address is confirmed',
    problems: [tokenSpent],
    unaudited: 'writes its entry itself, in the name of the person',
    run: verifyEmail,
  }),
  route({
    name: 'auth.switch_tenant',
    method: 'POST',
    path: '/auth/switch-tenant',
    scope: 'account',
    summary: 'Tokens of the same session for another of one’s organisations.',
    input: Type.Object({ tenant: Line(100, { minLength: 1, description: 'Id or slug.' }) }, strict),
    output: SignedIn,
    message: 'Switched',
    unaudited: 'writes its entry itself, into the trail of the tenant it leads to',
    unrepeatable: 'the answer holds tokens, which are never stored',
    reply: toCookies,
    run: switchTenant,
  }),
  route({
    name: 'auth.change_password',
    method: 'POST',
    path: '/auth/password',
    scope: 'account',
    summary: 'Change the password; all other sessions end.',
    input: Type.Object({ password: Password, new_password: Password }, strict),
    output: Address,
    message: 'The password is changed',
    problems: [weakPassword, wrongPassword],
    unrepeatable: 'a fast hash of the request, passwords and all, must not be stored',
    run: changePassword,
  }),
  route({
    name: 'auth.me',
    method: 'GET',
    path: '/auth/me',
    scope: 'account',
    summary: 'Who am I, where do I belong, what may I do.',
    input: Type.Object({}, strict),
    output: Type.Object({
      user: Type.Object({
        ...User.properties,
        language: Nullable(OneOf(LANGUAGES, { description: 'The one that this person chose.' })),
      }),
      memberships: Type.Array(Type.Object({ tenant: TenantSummary, role: Type.String(), status: Type.String() })),
      tenant: Type.Unsafe<Static<typeof Place> | null>({ ...Place, type: ['object', 'null'] }),
      role: Nullable(Line(60)),
      permissions: Type.Array(Type.String()),
      features: Type.Unsafe<Record<string, boolean>>({ type: 'object', additionalProperties: { type: 'boolean' } }),
      openings: Type.Array(Opening, { description: 'The kept views that your lists open with.' }),
      csrf_token: Type.String(),
    }),
    message: 'You',
    unpacked: 'the token against forged requests',
    run: getMe,
  }),
  route({
    name: 'auth.set_language',
    method: 'PUT',
    path: '/auth/language',
    scope: 'account',
    summary: 'In which language the platform writes to me; organisations write in their own.',
    input: Type.Object({ language: OneOf(LANGUAGES) }, strict),
    output: Type.Object({ language: OneOf(LANGUAGES) }),
    message: 'Language chosen',
    run: setLanguage,
  }),
  route({
    name: 'sessions.list',
    method: 'GET',
    path: '/auth/sessions',
    scope: 'account',
    summary: 'My sessions, newest first.',
    input: Type.Object({}, strict),
    output: Type.Array(
      Type.Object({
        id: Id(),
        address: Nullable(Line(60)),
        user_agent: Nullable(Line(200)),
        created_at: Instant(),
        last_used_at: Instant(),
        is_current: Type.Boolean(),
      }),
    ),
    message: 'Your sessions',
    run: listSessions,
  }),
  route({
    name: 'sessions.end',
    method: 'DELETE',
    path: '/auth/sessions/{session}',
    scope: 'account',
    summary: 'End one of my sessions.',
    input: Type.Object({ session: Id() }, strict),
    output: Type.Object({ ended: Type.Integer() }),
    message: 'The session is ended',
    problems: [sessionNotFound],
    run: revokeSession,
  }),
] as const satisfies readonly AnyRoute[];
