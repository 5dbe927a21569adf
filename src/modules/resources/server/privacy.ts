import type { PrivacyRegister } from '#platform/privacy.ts';

const asLong = 'as long as the organisation keeps the resource in its library';

export const privacy: PrivacyRegister = {
  tables: {
    resources: {
      holds: 'what a resource is and for whom, who added it and who checked it last',
      why: 'organisations share what helps pupils, families and teachers, and stand for it',
      keptFor: asLong,
      subject: 'created_by',
      after: { as: 'organisation' },
    },
    resource_versions: {
      holds: 'the texts themselves as encrypted files or addresses, and who put them there',
      why: 'so that older versions can be read again',
      keptFor: asLong,
      subject: 'made_by',
      after: { as: 'organisation' },
    },
    resource_marks: {
      holds: 'which organisation uses or has adapted a resource, and who said so for it',
      why: 'good practice is found by what others took up, and who uses it is told when it is withdrawn',
      keptFor: 'until the organisation takes the mark away, else as long as the resource',
      subject: 'by_id',
      after: { as: 'organisation' },
    },
    resource_reads: {
      holds: 'which resources somebody has ticked off as read',
      why: 'so that what is read is not offered again; nobody else sees it',
      keptFor: 'as long as the account',
      subject: 'person_id',
      after: { as: 'person' },
    },
  },
};
