#!/usr/bin/env node
/** The command `tenantry`. Plain JavaScript, so that a Node that is too old for the program can say so. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `tenantry needs Node 22.18 or newer; this is ${process.versions.node}. Run \`npm ci\` here, then \`npx tenantry\`.`,
  );
  process.exit(1);
}
await import('./main.ts');
