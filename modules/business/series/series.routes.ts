/** The endpoints of series. */
import { route } from '@tenantry/kernel/http/route.ts';
import { masterRoutes } from '../masters/masters.routes.ts';
import { Rendered, Series, SeriesFields, SeriesPreview } from './series.schema.ts';
import { previewSeries, series } from './series.service.ts';

export const seriesRoutes = [
  ...masterRoutes(series, Series, SeriesFields),
  route({
    scope: 'tenant',
    name: 'series.preview',
    method: 'POST',
    path: '/series/preview',
    permission: 'series.read',
    summary: 'What numbers a template gives, and whether the law allows them; nothing is stored.',
    input: SeriesPreview,
    output: Rendered,
    status: 200,
    message: 'Computed',
    unaudited: 'nothing is stored',
    run: async (ctx, input) => (await previewSeries(ctx, input)) as never,
  }),
];
