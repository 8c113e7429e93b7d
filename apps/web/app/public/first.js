/** Runs before the first paint: the scheme, density and language that the person chose, so that nothing flashes. */
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
})();
