/** The modules whose screens the application shows. */
import type { ModuleScreens } from '@tenantry/ui/screens/screen.ts';

export const modules: readonly ModuleScreens[] = [];
