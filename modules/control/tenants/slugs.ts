/** Slugs of new tenants: the one that was asked for, or the first free one that the name suggests. */
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { slugFault } from '@tenantry/kernel/tenancy/slug.ts';
import { refuseFields } from './profile.ts';

export const slugTaken = defineProblem('tenants.slug_taken', 409, 'Another organisation has this name in addresses.');

const taken = (slug: string): Error =>
  problem(slugTaken, {
    errors: [{ pointer: '/slug', detail: `${slug} is taken, or looks like one that is; choose another.` }],
  });

/** `Śrī Dental & Sons` suggests `sri-dental-sons`; a name without Latin letters suggests nothing. */
export function slugOf(name: string): string | null {
  const words = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  while (words.length > 0 && /^\d/.test(words[0] as string)) words.shift();
  const slug = words.join('-').slice(0, 36).replace(/-+$/, '');
  if (slug.length > 0 && slug.length < 3) return `${slug}-org`;
  return slug || null;
}

/** Whether a tenant gave this slug up; it is not given out again. */
async function isRetired(ctx: Context, slug: string): Promise<boolean> {
  const [row] = await ctx.sql('select 1 from retired_slugs where slug = $1', [slug]);
  return row !== undefined;
}

/** Refuses a slug whose form or word cannot be. */
export function assertSlug(slug: string): void {
  const fault = slugFault(slug);
  if (fault) refuseFields([{ pointer: '/slug', detail: fault }]);
}

/**
 * Finds a slug and stores the tenant with it: `insert` answers what it stored, nothing when the slug is taken. Of two that want the same one at once
 * one gets it. Throws `tenants.slug_taken` for a slug that was asked for.
 */
export async function claimSlug<T>(
  ctx: Context,
  wanted: { slug: string | undefined; name: string; fallback: string },
  insert: (slug: string) => Promise<T | undefined>,
): Promise<T> {
  if (wanted.slug !== undefined) {
    const slug = wanted.slug.toLowerCase();
    assertSlug(slug);
    // Looked up after the insert, which waits for whoever is giving the slug up right now.
    const stored = await insert(slug);
    if (!stored || (await isRetired(ctx, slug))) throw taken(slug);
    return stored;
  }
  const base = slugOf(wanted.name) ?? wanted.fallback;
  for (let n = 1; n <= 50; n++) {
    const slug = n === 1 ? base : `${base}-${n}`;
    if (slugFault(slug) || (await isRetired(ctx, slug))) continue;
    const stored = await insert(slug);
    if (stored) return stored;
  }
  const stored = await insert(wanted.fallback);
  if (!stored) throw taken(wanted.fallback);
  return stored;
}

/** Whether a new tenant could have the slug, as far as can be said before it is stored: nobody has it or one that looks like it, nobody gave it up. */
export async function isSlugFree(ctx: Context, slug: string): Promise<boolean> {
  const [row] = await ctx.sql(
    "select 1 from tenants where slug_shape = translate(replace(replace($1, 'rn', 'm'), 'vv', 'w'), '10', 'lo')",
    [slug],
  );
  return row === undefined && !(await isRetired(ctx, slug));
}
