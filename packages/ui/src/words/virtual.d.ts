/** The catalogues that the build compiles. */
declare module 'virtual:words/*' {
  const messages: import('./words.tsx').Messages;
  export default messages;
}
