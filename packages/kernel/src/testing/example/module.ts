/** A small module with all that a module can have, so that the kernel is tested without any product around it. */
import type { Module } from '../../http/module.ts';
import { noteJobs } from './notes.jobs.ts';
import { noteJobRoutes, noteRoutes, topicRoutes } from './notes.routes.ts';
import { noteRecord } from './notes.service.ts';

export const example: Module = {
  name: 'example',
  routes: [...noteRoutes, ...noteJobRoutes, ...topicRoutes],
  features: [{ name: 'stars', title: 'Stars', organization_types: ['business', 'clinic'], plans: ['premium'] }],
  roles: [
    { name: 'reader', title: 'Reader', organization_types: null, permissions: ['notes.read', 'topics.read'] },
    { name: 'writer', title: 'Writer', organization_types: null, permissions: ['notes.*', 'topics.*'] },
  ],
  jobs: noteJobs,
  searches: [
    {
      record: noteRecord,
      permission: 'notes.read',
      title: (row) => row.title as string,
      detail: (row) => row.body as string | null,
    },
  ],
  migrations: new URL('./migrations/', import.meta.url),
};
