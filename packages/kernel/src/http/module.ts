/** A module: what the application is put together from. Adding one is a line in the application's list. */

import type { Database } from '../db/pool.ts';
import type { AnyJob, ScheduleDefinition } from '../jobs/definition.ts';
import type { SealedColumn } from '../keys/columns.ts';
import type { Entitlements } from '../limits/entitlements.ts';
import type { LimitName } from '../limits/limit.ts';
import type { House, Letter } from '../mail/letters.ts';
import type { Round } from '../metrics/rounds.ts';
import type { SearchSource } from '../search/source.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Feature } from '../tenancy/features.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Profile } from '../tenancy/profile.ts';
import type { Role } from '../tenancy/roles.ts';
import type { Download } from './download.ts';
import type { AnyRoute } from './route.ts';

export interface Module {
  name: string;
  routes: readonly AnyRoute[];
  features: readonly Feature[];
  roles: readonly Role[];
  /** Folder with the module's migrations. */
  migrations: URL;
  /** Gives a new tenant its first records. May be run again after a failure, so it only adds what is missing. */
  seed?(ctx: Context): Promise<void>;
  /** Record types that the search of a whole organisation looks through. */
  searches?: readonly SearchSource[];
  /** Letters that the module writes; organisations may put them into their own words. */
  letters?: readonly Letter[];
  /** The look of the organisation that `ctx` is bound to in the control plane; one module knows it. */
  house?(ctx: Context): Promise<House>;
  /** Work that is done apart from requests. */
  jobs?: readonly AnyJob[];
  /** Jobs that are due again and again in every tenant. */
  schedules?: readonly ScheduleDefinition[];
  /** What is on record of an organisation; one module knows it. Reads the control plane, bound to the tenant. */
  profile?(control: Database, tenant: Tenant): Promise<Profile>;
  /** The picture at the head of an organisation's papers; one module knows it. Null where there is none. */
  mark?(kernel: Kernel, tenant: Tenant): Promise<Download | null>;
  /** How many bytes one file of the tenant may have; one module knows it. */
  upload_bytes?(kernel: Kernel, tenant: Tenant): Promise<number>;
  /** Figures of a tenant's use, such as `products`: name → a SELECT of one number, with the tenant's id as `$1`. */
  figures?: Readonly<Record<string, string>>;
  /** Work for the whole installation that comes again and again. */
  rounds?: readonly Round[];
  /** What limits are about: name → a SELECT of one number, with the tenant's id as `$1`; the counter must always say the same. */
  counts?: Readonly<Partial<Record<LimitName, string>>>;
  /** What a tenant may use; one module knows it. Reads the control plane, bound to the tenant. */
  entitlements?(control: Database, tenant: Tenant): Promise<Entitlements>;
  /** Columns that hold sealed values; a rotation of keys walks them. Nothing is sealed for a column that stands nowhere here. */
  sealed?: readonly SealedColumn[];
}
