/** The two functions of the library that we use. */
declare module 'mustache' {
  const mustache: {
    /** A template's tokens: `['text', …]`, `['name', …]`, `['&', …]` unescaped, `['#', …]` section and so on. */
    parse(template: string): [kind: string, value: string, ...rest: unknown[]][];
    render(template: string, view: object, partials?: object, options?: { escape?: (value: string) => string }): string;
  };
  export default mustache;
}
