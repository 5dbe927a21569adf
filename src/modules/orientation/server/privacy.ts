import type { PrivacyRegister } from '#platform/privacy.ts';

const withStay = 'as long as the dossier of the stay';
const untilNo = 'until it is taken back, at the latest a year after the end of the stay';

export const privacy: PrivacyRegister = {
  tables: {
    orientations: {
      holds: 'when and where an orientation or training takes place, and who planned it',
      why: 'pupils, families and teachers are prepared',
      keptFor:
        'five years, as proof of the preparation that the programme asks for, and as long as a dossier of somebody who took part',
      subject: 'created_by',
    },
    orientation_sessions: {
      holds: 'the programme of an orientation, with the name of who leads a part of it',
      why: 'those who come know what to expect',
      keptFor: 'as long as the orientation',
      subject: null,
    },
    orientation_materials: {
      holds: 'which resources go with an orientation',
      why: 'to read again what was spoken about',
      keptFor: 'as long as the orientation',
      subject: null,
    },
    orientation_participants: {
      holds: 'who was asked, whether they came, who wrote that down, and their certificate',
      why: 'attendance at arrival is compulsory and has to be shown; those who came get a certificate',
      keptFor: withStay,
      subject: 'person_id',
    },
    orientation_tries: {
      holds:
        'how often somebody tried a short test and how many answers were right at best, no answer itself',
      why: 'to see what has been understood, and what is better said again',
      keptFor: withStay,
      subject: 'person_id',
    },
    orientation_tests: {
      holds: 'short tests that an organisation wrote: nothing of who answers them',
      why: 'to see what has been understood, in the organisation’s own words',
      keptFor: 'as long as the organisation works here',
      subject: null,
      after: { as: 'organisation' },
    },
    orientation_test_versions: {
      holds: 'the questions of each version of a test, and the name of who wrote it',
      why: 'so that it can be seen what was asked when',
      keptFor: 'as long as the test',
      subject: null,
      after: { as: 'organisation' },
    },
    orientation_test_translations: {
      holds: 'the words of a test in a further language, and the name of who wrote them',
      why: 'pupils, families and teachers read it in their own language',
      keptFor: 'as long as the version of the test they belong to',
      subject: null,
      after: { as: 'organisation' },
    },
    language_goals: {
      holds:
        'from which level to which a pupil prepares a language, how, and what pupil and teacher say was reached',
      why: 'the pupil prepares with an aim; read by pupil, guardians, contact teacher and coordinators',
      keptFor: withStay,
      subject: 'set_by',
    },
    nearby_consents: {
      holds:
        'that a pupil wants to be known to other mobility pupils nearby, with first name, town and a few own words',
      why: 'consent of the pupil and, under age, of a guardian; without it nobody sees the pupil',
      keptFor: untilNo,
      subject: 'pupil_id',
    },
    buddy_pairs: {
      holds: 'which two pupils were suggested to each other as buddies, and what each answered',
      why: 'to meet somebody in the same position, both having said yes',
      keptFor: untilNo,
      subject: 'first_person_id',
    },
  },
};
