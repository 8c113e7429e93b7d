/** What the build makes for the application. */
declare module 'virtual:words-of-modules' {
  export const loaders: Record<string, Record<string, () => Promise<{ default: object }>>>;
}
