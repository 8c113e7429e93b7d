/** Endpoints of the logo. It belongs to every organisation, as its one colour does: no feature is asked for. */
import {
  contentMissing,
  emptyFile,
  infectedFile,
  storeUnavailable,
  uploadLost,
} from '@tenantry/kernel/files/files.schema.ts';
import type { Received } from '@tenantry/kernel/files/intake.ts';
import { notAPicture, unsafePicture } from '@tenantry/kernel/files/picture.ts';
import { typeMismatch } from '@tenantry/kernel/files/sniff.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { Logo } from './logos.schema.ts';
import { logoBusy, noLogo, openLogo, putLogo, removeLogo } from './logos.service.ts';

const strict = { additionalProperties: false };

export const logoRoutes: AnyRoute[] = [
  route({
    name: 'logos.put',
    method: 'POST',
    path: '/logos',
    scope: 'tenant',
    permission: 'branding.write',
    summary:
      'Puts a PNG, JPEG, WebP or harmless SVG of at most 512 kB in the place of the logo, freed of all notes in it',
    input: Type.Object({ file: Type.Optional(Type.Unsafe<Received>({})) }, strict),
    output: Logo,
    status: 201,
    message: 'Logo stored',
    upload_mb: 1,
    stored_upload: true,
    problems: [
      emptyFile,
      typeMismatch,
      infectedFile,
      notAPicture,
      unsafePicture,
      storeUnavailable,
      uploadLost,
      logoBusy,
    ],
    constraints: { logos_one_key: { kind: logoBusy } },
    run: (ctx, { file }) => putLogo(ctx, file),
  }),
  route({
    name: 'logos.delete',
    method: 'DELETE',
    path: '/logos',
    scope: 'tenant',
    permission: 'branding.write',
    summary: 'Takes the logo out',
    input: Type.Object({}, strict),
    output: Logo,
    problems: [noLogo],
    message: 'Logo removed',
    run: (ctx) => removeLogo(ctx),
  }),
  route({
    name: 'logos.content',
    method: 'GET',
    path: '/logos/{organisation}/{logo}',
    scope: 'public',
    summary: 'The present logo of an organisation, as `logo` of its branding names it',
    input: Type.Object({ organisation: Id(), logo: Id() }, strict),
    output: Logo,
    download: true,
    message: 'Logo',
    problems: [contentMissing, storeUnavailable],
    run: async (ctx, { organisation, logo }) => ({ download: await openLogo(ctx.kernel, organisation, logo) }),
  }),
];
