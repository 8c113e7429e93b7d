/** The letter to whoever made a webhook that was switched off. */
import { asSystem } from '../http/perform.ts';
import { inIdentityPlane } from '../identity/plane.ts';
import { defineLetter } from '../mail/letters.ts';
import { postLetter } from '../mail/post.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';

export const switchedOffLetter = defineLetter({
  name: 'webhooks.switched_off',
  title: 'A webhook was switched off',
  fields: { organisation: 'Smile Dental Clinic', url: 'https://hooks.example.in/tenantry' },
  texts: {
    en: {
      subject: 'A webhook of {{organisation}} was switched off',
      body: 'Hello,\n\nmessages to {{url}} failed for a day, and none arrived meanwhile. The webhook is switched off. Its log tells what was answered; switch it on again when the receiver works, and send again what it missed.',
    },
    hi: {
      subject: '{{organisation}} का एक वेबहुक बंद किया गया',
      body: 'नमस्ते,\n\n{{url}} पर भेजे संदेश एक दिन तक नहीं पहुँचे और बीच में कोई भी नहीं पहुँचा। वेबहुक बंद कर दिया गया है। उत्तर उसकी सूची में हैं; प्राप्तकर्ता ठीक हो जाए तो उसे फिर चालू करें और छूटे संदेश दोबारा भेजें।',
    },
  },
});

/** Mails it in the organisation's name. */
export async function tellSwitchedOff(
  kernel: Kernel,
  tenant: Tenant,
  { url, to }: { url: string; to: string },
): Promise<void> {
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  await asSystem(kernel, { tenant, database: kernel.control, binding, label: 'webhooks' }, (ctx) =>
    inIdentityPlane(ctx, () =>
      postLetter(ctx, {
        letter: switchedOffLetter,
        to,
        fields: { organisation: tenant.name, url },
        inNameOf: { id: tenant.id, name: tenant.name },
      }),
    ),
  );
}
