/** What every answer tells a browser: what it may do with it, and that it may not keep it. */

/**
 * The same for all answers, so it is written once (a library would build it for each answer anew). An API answers data: nothing in it may
 * load, frame or run anything (OWASP Secure Headers). Pages that must, set their own `content-security-policy`.
 */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // What is shown by a link, such as an invoice, is for whoever was sent it.
  'x-robots-tag': 'noindex',
};
