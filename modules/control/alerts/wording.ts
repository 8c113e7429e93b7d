/** The words of alerts in each language: what a rule is called, its unit, and what was found, with the figures put in. */
import type { Language } from '@tenantry/kernel/mail/letters.ts';

export interface RuleWords {
  title: string;
  unit: string;
  /** `{{name}}` stands for a figure of the finding. */
  detail: string;
}

export const WORDS: Readonly<Record<string, Readonly<Record<Language, RuleWords>>>> = {
  usage_high: {
    en: { title: 'A limit is nearly used up', unit: '%', detail: '{{used}} of {{maximum}} used' },
    hi: { title: 'एक सीमा लगभग पूरी हो गई है', unit: '%', detail: '{{maximum}} में से {{used}} उपयोग में' },
  },
  usage_full: {
    en: { title: 'A limit is used up', unit: '%', detail: '{{used}} of {{maximum}} used' },
    hi: { title: 'एक सीमा पूरी हो गई है', unit: '%', detail: '{{maximum}} में से {{used}} उपयोग में' },
  },
  error_rate: {
    en: { title: 'Many requests fail', unit: '%', detail: '{{errors}} of {{requests}} requests failed' },
    hi: { title: 'कई अनुरोध विफल हो रहे हैं', unit: '%', detail: '{{requests}} में से {{errors}} अनुरोध विफल हुए' },
  },
  response_time: {
    en: { title: 'Requests take long (p95)', unit: 'ms', detail: '95 % of {{requests}} requests stay within this' },
    hi: { title: 'उत्तर में देर लग रही है (p95)', unit: 'ms', detail: '{{requests}} अनुरोधों में से 95 % इस समय के भीतर हैं' },
  },
  health: {
    en: { title: 'A part of the installation does not answer', unit: 'parts', detail: '{{part}}: {{words}}' },
    hi: { title: 'सिस्टम का एक भाग उत्तर नहीं दे रहा', unit: 'भाग', detail: '{{part}}: {{words}}' },
  },
  sign_in_failures: {
    en: { title: 'Many sign-ins fail', unit: 'in 10 minutes', detail: '{{count}} sign-ins failed' },
    hi: { title: 'कई साइन-इन विफल हो रहे हैं', unit: '10 मिनट में', detail: '{{count}} साइन-इन विफल हुए' },
  },
  foreign_requests: {
    en: {
      title: 'Many requests reach for another organisation',
      unit: 'in 10 minutes',
      detail:
        '{{conflicts}} requests of its people named another organisation, {{strangers}} came from people of others',
    },
    hi: {
      title: 'कई अनुरोध दूसरे संस्थान तक पहुँचना चाहते हैं',
      unit: '10 मिनट में',
      detail: 'इसके लोगों के {{conflicts}} अनुरोधों में दूसरे संस्थान का नाम था, {{strangers}} दूसरों के लोगों से आए',
    },
  },
  disk: {
    en: { title: 'A disk is nearly full', unit: '%', detail: '{{free_mb}} MB are free for {{folder}}' },
    hi: { title: 'एक डिस्क लगभग भर गई है', unit: '%', detail: '{{folder}} के लिए {{free_mb}} MB खाली है' },
  },
  job_backlog: {
    en: { title: 'Jobs wait for a worker', unit: 's', detail: '{{due}} jobs are due, the first for {{seconds}} s' },
    hi: { title: 'काम शुरू होने की प्रतीक्षा में हैं', unit: 's', detail: '{{due}} काम रुके हैं, पहला {{seconds}} s से' },
  },
  parked_jobs: {
    en: {
      title: 'Jobs failed at every try',
      unit: 'in 10 minutes',
      detail: '{{parked}} jobs are parked, {{failed}} of {{runs}} runs failed',
    },
    hi: {
      title: 'कुछ काम हर बार विफल हुए',
      unit: '10 मिनट में',
      detail: '{{parked}} काम रोक दिए गए, {{runs}} में से {{failed}} प्रयास विफल हुए',
    },
  },
  webhook_failures: {
    en: {
      title: 'Messages to webhooks do not arrive',
      unit: '%',
      detail: '{{failed}} of {{attempts}} attempts to deliver failed',
    },
    hi: { title: 'वेबहुक के संदेश नहीं पहुँच रहे', unit: '%', detail: '{{attempts}} में से {{failed}} प्रयास विफल हुए' },
  },
  audit_chain: {
    en: { title: 'The audit trail was tampered with', unit: 'trails', detail: '{{fault}}: {{words}}' },
    hi: { title: 'बदलावों के रिकॉर्ड से छेड़छाड़ हुई है', unit: 'प्रविष्टि', detail: '{{fault}}: {{words}}' },
  },
};

/** Who an alert of no organisation is about. */
export const INSTALLATION: Readonly<Record<Language, string>> = { en: 'installation', hi: 'सिस्टम' };
