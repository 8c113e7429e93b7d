/** The screens of the control plane: the newcomer's way in, the organisation's setup, the operator's console. */
import type { ModuleScreens } from '@tenantry/ui/screens/screen.ts';

export const screens: ModuleScreens = {
  module: 'control',
  screens: [
    {
      path: '/tenant-setup',
      noun: 'onboarding',
      alone: true,
      load: () => import('./onboarding/onboarding.screens.tsx'),
    },
  ],
};
