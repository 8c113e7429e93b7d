/** Why a portal does not want a document at all, in words; screens have their own for each code. */

export const NOT_MEANT = {
  not_issued: 'Only an issued document is reported.',
  untaxed: 'Nothing in it is taxable.',
  operator: 'The e-commerce operator pays the tax and reports it (s.9(5)).',
  unregistered: 'The customer is not registered (B2C).',
  one_registration: 'Both sides are one registration.',
  not_moved: 'Only an issued invoice or challan is moved under an e-way bill.',
  no_goods: 'Services alone are not moved.',
  own_goods: 'Between places of one registration goods move on a challan.',
} as const;
export type NotMeant = keyof typeof NOT_MEANT;
