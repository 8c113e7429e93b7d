/** Settings: the keys that there are, what each may hold, and its default by plan. */
import { Instant, Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static, type TSchema } from 'typebox';
import type { Plan } from '../plans/plans.schema.ts';
import { UPLOAD_BYTES } from './upload_size.ts';

export interface SettingKey {
  key: string;
  description: string;
  schema: TSchema;
  /** Always sealed, never read back. */
  secret?: boolean;
  /** What holds when nothing is set. */
  defaultOf(plan: DefaultSource): unknown;
}

export type DefaultSource = Pick<Plan, 'plan' | 'password_min_length' | 'session_timeout' | 'max_requests_per_day'>;

const PasswordPolicy = Type.Object(
  {
    min_length: Type.Integer({ minimum: 8, maximum: 128 }),
    require_uppercase: Type.Optional(Type.Boolean()),
    require_lowercase: Type.Optional(Type.Boolean()),
    require_numbers: Type.Optional(Type.Boolean()),
    require_special_chars: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

const Secret = Type.String({ minLength: 1, maxLength: 4000 });
const inPremium = ({ plan }: DefaultSource): boolean => plan !== 'basic';

/** Every key. What is not here is refused. */
export const settingKeys: readonly SettingKey[] = [
  {
    key: 'security.password_policy',
    description: 'What passwords of the organisation’s people must have.',
    schema: PasswordPolicy,
    defaultOf: ({ password_min_length }) => ({
      min_length: password_min_length,
      require_uppercase: false,
      require_lowercase: false,
      require_numbers: false,
      require_special_chars: false,
    }),
  },
  {
    key: 'session.timeout',
    description: 'Seconds without use after which a person signs in again.',
    schema: Type.Integer({ minimum: 300, maximum: 86_400 }),
    defaultOf: ({ session_timeout }) => session_timeout,
  },
  {
    key: 'file_upload.max_size',
    description: 'Bytes of one file.',
    schema: Type.Integer({ minimum: 1024, maximum: 104_857_600 }),
    defaultOf: () => UPLOAD_BYTES,
  },
  {
    key: 'api.rate_limit',
    description: 'Requests a day.',
    schema: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
    defaultOf: ({ max_requests_per_day }) => max_requests_per_day,
  },
  {
    key: 'features.biometric_auth',
    description: 'Whether people may sign in by fingerprint or face.',
    schema: Type.Boolean(),
    defaultOf: inPremium,
  },
  {
    key: 'features.advanced_analytics',
    description: 'Whether forecasts and dashboards over many periods are shown.',
    schema: Type.Boolean(),
    defaultOf: inPremium,
  },
  {
    key: 'locale.language',
    description: 'Language of screens, mails and prints, BCP 47.',
    schema: Type.String({
      pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$',
      'x-hint': 'Give a language such as en or hi-IN.',
    }),
    defaultOf: () => 'en-IN',
  },
  {
    key: 'calendar.week_start',
    description: 'The first day of the week: 1 = Monday … 7 = Sunday.',
    schema: Type.Integer({ minimum: 1, maximum: 7 }),
    defaultOf: () => 1,
  },
  {
    key: 'calendar.year_start_month',
    description: 'The month in which the financial year begins, 1–12.',
    schema: Type.Integer({ minimum: 1, maximum: 12 }),
    defaultOf: () => 4,
  },
  {
    key: 'notifications.email_from',
    description: 'The name that mails of the organisation carry.',
    schema: Type.String({ maxLength: 120, pattern: '^[^\\u0000-\\u001f<>@]*$', 'x-hint': 'Leave out <, > and @.' }),
    defaultOf: () => null,
  },
  {
    key: 'integrations.gst_client_secret',
    description: 'Secret of the GST service provider.',
    schema: Secret,
    secret: true,
    defaultOf: () => null,
  },
  {
    key: 'integrations.payment_secret',
    description: 'Secret of the payment service.',
    schema: Secret,
    secret: true,
    defaultOf: () => null,
  },
  {
    key: 'integrations.sms_secret',
    description: 'Secret of the service that sends text messages.',
    schema: Secret,
    secret: true,
    defaultOf: () => null,
  },
];

const Value = Type.Unsafe<unknown>({ description: 'Of the type that the key asks for.' });
const Key = Line(80, { examples: ['session.timeout'] });

export const Setting = Type.Object({
  config_key: Type.String(),
  config_value: Value,
  is_encrypted: Type.Boolean({ description: 'Sealed: the value is never answered.' }),
  is_set: Type.Boolean({ description: 'False: the value is the default of the plan.' }),
  description: Type.String(),
  updated_at: Nullable(Instant()),
});
export type Setting = Static<typeof Setting>;

/** `config_key` or `configKey`, and so on: each once. */
export const SettingInput = Type.Object(
  {
    config_key: Type.Optional(Key),
    configKey: Type.Optional(Key),
    config_value: Type.Optional(Value),
    configValue: Type.Optional(Value),
    is_encrypted: Type.Optional(Type.Boolean()),
    isEncrypted: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type SettingInput = Static<typeof SettingInput>;
