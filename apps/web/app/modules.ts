/** The modules whose screens the application shows. */
import { screens as business } from '@tenantry/business/web.ts';
import { screens as control } from '@tenantry/control/web.ts';
import type { ModuleScreens } from '@tenantry/ui/screens/screen.ts';

export const modules: readonly ModuleScreens[] = [business, control];
