/** The demo: four organisations of the four kinds with people of several roles, all with one password made for this installation. */
import { randomBytes } from 'node:crypto';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { ensureAccount } from '@tenantry/kernel/identity/accounts.ts';
import { hashPassword } from '@tenantry/kernel/identity/passwords.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { addMember } from './members/members.service.ts';
import { createTenant } from './tenants/create.ts';
import type { NewTenant } from './tenants/tenants.schema.ts';

/** A person of the demo, and how to sign in. */
export interface DemoLogin {
  tenant: string;
  email: string;
  password: string;
  role: string;
}

interface DemoTenant {
  profile: NewTenant & { slug: string };
  /** Name → role; the first is the owner. */
  people: readonly (readonly [string, string])[];
}

/** Names, numbers and addresses are made up; the GSTINs have right check digits and belong to nobody. */
const demoTenants: readonly DemoTenant[] = [
  {
    profile: {
      name: 'Smile Dental Clinic (demo)',
      slug: 'demo-dental',
      organization_type: 'dental_clinic',
      gstin: '27AABFS1234A1ZV',
      contact_phone: '9000000001',
      industry: 'Healthcare',
      size: '11-50',
      address_line1: '12 Linking Road',
      city: 'Mumbai',
      state: 'Maharashtra',
      pincode: '400050',
      plan: 'premium',
    },
    people: [
      ['Asha Rao', 'owner'],
      ['Ravi Kulkarni', 'dentist'],
      ['Neha Joshi', 'receptionist'],
    ],
  },
  {
    profile: {
      name: 'Precision Manufacturing (demo)',
      slug: 'demo-factory',
      organization_type: 'manufacturing',
      gstin: '29AABPM5678B2ZL',
      contact_phone: '9000000002',
      industry: 'Machined parts',
      size: '51-200',
      address_line1: 'Plot 7, Peenya Industrial Area',
      city: 'Bengaluru',
      state: 'Karnataka',
      pincode: '560058',
      plan: 'enterprise',
    },
    people: [
      ['Vikram Iyer', 'owner'],
      ['Latha Gowda', 'planner'],
      ['Suresh Naik', 'quality'],
    ],
  },
  {
    profile: {
      name: 'ABC Trading Company (demo)',
      slug: 'demo-trading',
      organization_type: 'business',
      gstin: '24AABAT9876C3Z8',
      contact_phone: '9000000003',
      industry: 'Wholesale',
      size: '1-10',
      address_line1: '44 Ashram Road',
      city: 'Ahmedabad',
      state: 'Gujarat',
      pincode: '380009',
      plan: 'basic',
    },
    people: [
      ['Meera Shah', 'owner'],
      ['Nisha Verma', 'sales'],
      ['Farhan Ali', 'accountant'],
    ],
  },
  {
    profile: {
      name: 'City Care Clinic (demo)',
      slug: 'demo-clinic',
      organization_type: 'clinic',
      contact_phone: '9000000004',
      industry: 'Healthcare',
      size: '11-50',
      address_line1: '8 Anna Salai',
      city: 'Chennai',
      state: 'Tamil Nadu',
      pincode: '600002',
      plan: 'premium',
    },
    people: [
      ['Lakshmi Menon', 'owner'],
      ['Arun Kumar', 'doctor'],
      ['Divya Raj', 'receptionist'],
      ['Imran Sheikh', 'lab_technician'],
    ],
  },
];

const label = 'demo';

/** An account that can sign in at once: the demo's addresses are nobody's, so there is nothing to prove. */
async function makeAccount(ctx: Context, name: string, slug: string, password: string) {
  const email = `${(name.split(' ')[0] as string).toLowerCase()}@${slug}.example`;
  const account = await ensureAccount(ctx, { email, name });
  await ctx.sql(
    'update users set password_hash = $2, email_verified_at = now() where id = $1 and password_hash is null',
    [account.id, await hashPassword(password)],
  );
  return { id: account.id, email, name };
}

async function loadOne(kernel: Kernel, { profile, people }: DemoTenant, password: string): Promise<DemoLogin[]> {
  const identity = {
    tenant: null,
    database: kernel.control,
    binding: { tenant_id: null, plane: 'platform' },
    label,
  } as const;
  const accounts = await asSystem(kernel, identity, async (ctx) => {
    const made: { id: string; email: string; name: string }[] = [];
    for (const [name] of people) made.push(await makeAccount(ctx, name, profile.slug, password));
    const [owner] = made;
    await createTenant(
      ctx,
      { ...profile, contact_person: owner?.name, contact_email: owner?.email },
      { user: owner ?? null },
    );
    return made;
  });
  kernel.directory.forget();
  const tenant = (await kernel.directory.find(profile.slug)) as Tenant;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  await asSystem(kernel, { tenant, database: kernel.control, binding, label }, async (ctx) => {
    for (const [index, { email, name }] of accounts.entries()) {
      if (index > 0) await addMember(ctx, { email, name, role: people[index]?.[1] as string });
    }
  });
  return accounts.map(({ email }, index) => ({
    tenant: profile.slug,
    email,
    password,
    role: people[index]?.[1] as string,
  }));
}

/** Creates the demo's organisations that are not there yet and answers how to sign in. The password is shown once and kept nowhere. */
export async function loadDemo(kernel: Kernel): Promise<DemoLogin[]> {
  const password = `demo1234-${randomBytes(6).toString('base64url')}`;
  const logins: DemoLogin[] = [];
  for (const one of demoTenants) {
    if (await kernel.directory.find(one.profile.slug)) continue;
    logins.push(...(await loadOne(kernel, one, password)));
  }
  return logins;
}
