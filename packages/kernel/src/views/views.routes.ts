/** The endpoints of kept views; everybody keeps his own, sharing has a permission. */
import Type from 'typebox';
import type { Row } from '../db/records.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Id, Nullable, Ref } from '../schema/fields.ts';
import { ListName, nameTaken, notYours, tooMany, View, ViewFields, viewRecord } from './views.schema.ts';
import { chooseView, createView, deleteView, updateView, viewList } from './views.service.ts';

const strict = { additionalProperties: false };
const base = { scope: 'tenant' as const, permission: null };
const view = Ref('views');
const version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));
const constraints = {
  views_own_name_key: { kind: nameTaken, pointer: '/name' },
  views_shared_name_key: { kind: nameTaken, pointer: '/name' },
};

export const viewRoutes: AnyRoute[] = [
  route({
    ...base,
    name: 'views.list',
    method: 'GET',
    path: '/views',
    summary: 'The views of lists that you keep and those that are shared; `list=customers` for one list.',
    input: viewList.input,
    output: View,
    list: true,
    message: 'Views',
    run: async (ctx, input) => (await viewList.run(ctx, input as Row)) as never,
  }),
  route({
    ...base,
    name: 'views.create',
    method: 'POST',
    path: '/views',
    summary: 'Keeps a view of a list: search, filters, sort, columns, density; sharing it needs `views.share`.',
    input: Type.Object({ list: ListName, ...ViewFields }, strict),
    output: View,
    status: 201,
    message: 'View kept',
    problems: [nameTaken, notYours, tooMany],
    constraints,
    run: (ctx, input) => createView(ctx, input as Row),
  }),
  route({
    ...base,
    name: 'views.choose',
    method: 'PUT',
    path: '/views/default',
    summary: 'Chooses the view that your list opens with; null opens it as declared.',
    input: Type.Object({ list: ListName, view_id: Nullable(Id()) }, strict),
    output: Type.Object({ list: ListName, view_id: Nullable(Id()) }),
    message: 'View chosen',
    problems: [viewRecord.notFound],
    run: (ctx, input) => chooseView(ctx, input),
  }),
  route({
    ...base,
    name: 'views.update',
    method: 'PATCH',
    path: '/views/{view}',
    summary: 'Changes a view that you keep; shared ones need `views.share`.',
    input: Type.Object({ view, version, ...Type.Partial(Type.Object(ViewFields)).properties }, strict),
    output: View,
    message: 'View changed',
    problems: [viewRecord.notFound, nameTaken, notYours],
    constraints,
    run: (ctx, { view: ref, version: seen, ...changes }) => updateView(ctx, ref, changes as Row, seen),
  }),
  route({
    ...base,
    name: 'views.delete',
    method: 'DELETE',
    path: '/views/{view}',
    summary: 'Removes a view that you keep; shared ones need `views.share`.',
    input: Type.Object({ view, version }, strict),
    output: View,
    message: 'View removed',
    problems: [viewRecord.notFound, notYours],
    run: (ctx, { view: ref, version: seen }) => deleteView(ctx, ref, seen),
  }),
];
