/** The list of modules that this installation is put together from. */
import { business } from '@tenantry/business/module.ts';
import { control } from '@tenantry/control/module.ts';
import type { Module } from '@tenantry/kernel/http/module.ts';

export const modules: readonly Module[] = [control, business];
