/** The endpoints of mail templates. */
import Type from 'typebox';
import { type AnyRoute, route } from '../http/route.ts';
import { MailTemplate, OneTemplate, Preview, TemplateDraft, TemplateWords } from './mail_templates.schema.ts';
import {
  getTemplate,
  listTemplates,
  previewTemplate,
  resetTemplate,
  setTemplate,
  templateNotFound,
} from './mail_templates.service.ts';

const collection = '/tenants/{tenant}/mail-templates';
const one = `${collection}/{letter}`;
const problems = [templateNotFound];

export const mailTemplateRoutes: AnyRoute[] = [
  route({
    name: 'mail-templates.list',
    method: 'GET',
    path: collection,
    aliases: ['/mail-templates'],
    scope: 'control',
    permission: 'settings.read',
    summary: 'Every letter of the organisation in each language, with the words that hold',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(MailTemplate),
    message: 'Mail templates',
    run: (ctx) => listTemplates(ctx),
  }),
  route({
    name: 'mail-templates.get',
    method: 'GET',
    path: one,
    aliases: ['/mail-templates/{letter}'],
    scope: 'control',
    permission: 'settings.read',
    summary: 'One letter',
    input: OneTemplate,
    output: MailTemplate,
    message: 'Mail template',
    problems,
    run: (ctx, input) => getTemplate(ctx, input),
  }),
  route({
    name: 'mail-templates.update',
    method: 'PUT',
    path: one,
    aliases: ['/mail-templates/{letter}'],
    scope: 'control',
    permission: 'settings.write',
    summary: 'Put a letter into the organisation’s words',
    input: TemplateWords,
    output: MailTemplate,
    message: 'Mail template updated',
    problems,
    run: (ctx, input) => setTemplate(ctx, input),
  }),
  route({
    name: 'mail-templates.reset',
    method: 'DELETE',
    path: one,
    aliases: ['/mail-templates/{letter}'],
    scope: 'control',
    permission: 'settings.write',
    summary: 'Back to the words that the program brings',
    input: OneTemplate,
    output: MailTemplate,
    message: 'Mail template reset',
    problems,
    run: (ctx, input) => resetTemplate(ctx, input),
  }),
  route({
    name: 'mail-templates.preview',
    method: 'POST',
    path: `${one}/preview`,
    aliases: ['/mail-templates/{letter}/preview'],
    scope: 'control',
    permission: 'settings.read',
    summary: 'The letter as it would arrive, filled with examples; nothing is stored',
    input: TemplateDraft,
    output: Preview,
    message: 'Preview',
    problems,
    unaudited: 'a preview changes nothing',
    run: (ctx, input) => previewTemplate(ctx, input),
  }),
];
