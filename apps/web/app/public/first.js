/** Runs before the first paint: the scheme, density and language that the person chose, so that nothing flashes; then asks who is here and fetches what the screen is made of, while the program is on its way. */
(() => {
  try {
    const { scheme, density, language } = JSON.parse(localStorage.getItem('tenantry.preferences') ?? '{}');
    const { dataset } = document.documentElement;
    if (scheme === 'light' || scheme === 'dark') dataset.scheme = scheme;
    if (density) dataset.density = density;
    if (language) document.documentElement.lang = language;
  } catch {
    // Without storage the page is as the system wishes.
  }
  const [, base = '', slug] = /^(\/(?:t|clinic)\/([a-z0-9][a-z0-9-]*))(?:\/|$)/.exec(location.pathname) ?? [];
  const path = location.pathname.slice(base.length);
  // Ways in and pages beside the frame ask for themselves.
  if (/^\/(sign-in|forgot|reset-password|invitation|verify-email|tenant-setup|operator)(\/|$)/.test(path)) return;
  window.firstAnswer = fetch('/api/auth/me', {
    headers: { 'x-client': 'web', ...(slug ? { 'x-tenant-slug': slug } : {}) },
  });
  window.firstAnswer.catch(() => {});
  for (const file of document.currentScript.dataset.ahead?.split(' ') ?? []) {
    const link = document.createElement('link');
    link.rel = file.endsWith('.css') ? 'stylesheet' : 'modulepreload';
    link.href = file;
    document.head.append(link);
  }
})();
