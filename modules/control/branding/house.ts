/** The look and the voice of an organisation in its mails: branding, the language of its settings, the name it sends under. */
import { type House, languageOf } from '@tenantry/kernel/mail/letters.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { readSetting } from '../settings/settings.service.ts';
import { getBranding } from './branding.service.ts';

const addressOf = ({ kernel }: Context, path: string): string =>
  `${kernel.config.public_url.replace(/\/+$/, '')}${path}`;

export async function readHouse(ctx: Context): Promise<House> {
  const { company_name, primary_color, logo_url, logo } = await getBranding(ctx);
  const sender = await readSetting(ctx, 'notifications.email_from');
  const language = await readSetting(ctx, 'locale.language');
  const week_start = (await readSetting(ctx, 'calendar.week_start')) as number;
  const year_start_month = (await readSetting(ctx, 'calendar.year_start_month')) as number;
  return {
    name: (sender as string | null) || company_name,
    primary_color,
    // Mail programs draw pictures of pixels alone.
    logo_url: logo && logo.media_type !== 'image/svg+xml' ? addressOf(ctx, logo.path) : logo_url,
    language: languageOf(language as string),
    week_start,
    year_start_month,
  };
}
