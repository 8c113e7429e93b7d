/** The letters of identity: links that confirm an address, set a password or accept an invitation, and the notice of belonging. */
import { defineLetter, type Letter } from '../mail/letters.ts';

const PERSON = { person: 'Meena Rao' };
const PLACE = { organisation: 'Smile Dental Clinic' };

export const verifyEmailLetter = defineLetter({
  name: 'identity.verify_email',
  title: 'Confirm an address',
  fields: PERSON,
  texts: {
    en: {
      subject: 'Confirm your address',
      body: 'Hello {{person}},\n\nSomebody registered with this address. If it was you, confirm it with this link, which works for two days. If it was not you, do nothing.',
      button: 'Confirm address',
    },
    hi: {
      subject: 'अपना ई-मेल पता पक्का करें',
      body: 'नमस्ते {{person}},\n\nइस पते से किसी ने पंजीकरण किया है। अगर यह आपने किया है, तो इस लिंक से पता पक्का करें; लिंक दो दिन तक चलेगा। अगर आपने नहीं किया, तो कुछ न करें।',
      button: 'पता पक्का करें',
    },
  },
});

export const knownAddressLetter = defineLetter({
  name: 'identity.known_address',
  title: 'An account exists already',
  fields: PERSON,
  texts: {
    en: {
      subject: 'You have an account already',
      body: 'Hello {{person}},\n\nSomebody, probably you, tried to register with this address, which has an account. Sign in as always, or choose a new password with this link, which works for one hour.',
      button: 'Choose a new password',
    },
    hi: {
      subject: 'आपका खाता पहले से है',
      body: 'नमस्ते {{person}},\n\nकिसी ने, शायद आपने ही, इस पते से पंजीकरण करना चाहा; इस पते का खाता पहले से है। हमेशा की तरह साइन इन करें, या इस लिंक से नया पासवर्ड चुनें; लिंक एक घंटे तक चलेगा।',
      button: 'नया पासवर्ड चुनें',
    },
  },
});

export const resetPasswordLetter = defineLetter({
  name: 'identity.reset_password',
  title: 'Choose a new password',
  fields: PERSON,
  texts: {
    en: {
      subject: 'Choose a new password',
      body: 'Hello {{person}},\n\nSomebody, probably you, asked for a new password. The link works for one hour; if it was not you, do nothing.',
      button: 'Choose a new password',
    },
    hi: {
      subject: 'नया पासवर्ड चुनें',
      body: 'नमस्ते {{person}},\n\nकिसी ने, शायद आपने ही, नया पासवर्ड माँगा है। लिंक एक घंटे तक चलेगा; अगर आपने नहीं माँगा, तो कुछ न करें।',
      button: 'नया पासवर्ड चुनें',
    },
  },
});

export const invitationLetter = defineLetter({
  name: 'members.invitation',
  title: 'Invitation to the organisation',
  fields: { ...PERSON, ...PLACE },
  texts: {
    en: {
      subject: 'You have been invited: {{organisation}}',
      body: 'Hello {{person}},\n\nYou have been invited to work in {{organisation}}. Choose a password with this link; it works for seven days.',
      button: 'Accept the invitation',
    },
    hi: {
      subject: 'आपको न्योता मिला है: {{organisation}}',
      body: 'नमस्ते {{person}},\n\nआपको {{organisation}} में काम करने का न्योता मिला है। इस लिंक से पासवर्ड चुनें; लिंक सात दिन तक चलेगा।',
      button: 'न्योता स्वीकारें',
    },
  },
});

export const membershipLetter = defineLetter({
  name: 'members.added',
  title: 'Notice of belonging to the organisation',
  fields: { ...PERSON, ...PLACE, by: 'owner@smile.example' },
  texts: {
    en: {
      subject: 'You belong to {{organisation}} now',
      body: 'Hello {{person}},\n\n{{by}} has added you to {{organisation}}. Sign in as always.',
      button: 'Sign in',
    },
    hi: {
      subject: 'अब आप {{organisation}} के सदस्य हैं',
      body: 'नमस्ते {{person}},\n\n{{by}} ने आपको {{organisation}} में जोड़ा है। हमेशा की तरह साइन इन करें।',
      button: 'साइन इन करें',
    },
  },
});

export const identityLetters: readonly Letter[] = [
  verifyEmailLetter,
  knownAddressLetter,
  resetPasswordLetter,
  invitationLetter,
  membershipLetter,
];
