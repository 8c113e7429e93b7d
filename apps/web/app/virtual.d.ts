/** What the build makes for the application. */
declare module 'virtual:words-of-modules' {
  export const loaders: Record<string, Record<string, () => Promise<{ default: object }>>>;
}

declare module 'virtual:resources/*' {
  const shape: import('@tenantry/ui/page/resource.ts').Resource;
  export default shape;
}
