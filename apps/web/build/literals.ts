/** Finds what a screen says by itself instead of by a key: text in JSX, in attributes that are read out, and in braces. */

interface Node {
  type: string;
  [field: string]: unknown;
}

/** Attributes that people see or hear. */
const SPOKEN =
  /^(aria-(label|description|valuetext|roledescription|placeholder)|title|placeholder|alt|label|description|errorMessage)$/;
/** What is printed on a key is the same in every language. */
const CODES = new Set(['kbd', 'code']);
const LETTERS = /\p{L}{2,}/u;

const isNode = (value: unknown): value is Node => value !== null && typeof value === 'object' && 'type' in value;

/** Strings that an expression may come to. */
function strings(node: unknown): string[] {
  if (!isNode(node)) return [];
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
    case 'ConditionalExpression':
      return [...strings(node.consequent), ...strings(node.alternate)];
    case 'LogicalExpression':
      return [...strings(node.left), ...strings(node.right)];
    case 'JSXExpressionContainer':
      return strings(node.expression);
    default:
      return [];
  }
}

/** The literals of a parsed source, in order. */
export function literalsIn(program: unknown): string[] {
  const found: string[] = [];
  const keep = (texts: string[]): void => {
    for (const text of texts) if (LETTERS.test(text)) found.push(text.trim());
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value)) return;
    if (value.type === 'JSXText') keep([value.value as string]);
    if (value.type === 'JSXAttribute') {
      const name = (value.name as { name?: unknown }).name;
      if (typeof name === 'string' && SPOKEN.test(name)) keep(strings(value.value));
    }
    if (value.type === 'JSXElement') {
      const name = ((value.openingElement as Node).name as { name?: unknown }).name;
      visit(value.openingElement);
      if (typeof name === 'string' && CODES.has(name)) return;
      for (const child of value.children as Node[]) {
        if (child.type === 'JSXExpressionContainer') keep(strings(child));
        visit(child);
      }
      return;
    }
    for (const [field, inner] of Object.entries(value)) if (field !== 'type') visit(inner);
  };
  visit(program);
  return found;
}
