import type {
  ApplicationId,
  IntakeId,
  MobilityId,
  OrgId,
  PersonId,
  ProjectId,
} from '#kernel/ids.ts';
import type { MobilityState } from './rules.ts';

/** The part somebody plays in a dossier. */
export const partyRoles = [
  'pupil',
  'guardian',
  'sending_school',
  'host_school',
  'sending_support',
  'hosting_support',
  'host_family',
  'mentor',
  'contact_teacher',
  'contact_person',
] as const;
export type PartyRole = (typeof partyRoles)[number];

export type Party = {
  orgId: OrgId | null;
  personId: PersonId | null;
  role: PartyRole;
  fromOn: Temporal.PlainDate;
  untilOn: Temporal.PlainDate | null;
};

/** A mobility with everybody who belongs to it: what every decision about it is made on. */
export type Dossier = {
  id: MobilityId;
  projectId: ProjectId;
  intakeId: IntakeId;
  applicationId: ApplicationId;
  pupilId: PersonId;
  pupilName: string;
  pupilBirthDate: Temporal.PlainDate | null;
  sendingSchoolId: OrgId;
  sendingOrgId: OrgId | null;
  hostingOrgId: OrgId | null;
  hostSchoolId: OrgId | null;
  hostCountry: string | null;
  startsOn: Temporal.PlainDate;
  endsOn: Temporal.PlainDate;
  state: MobilityState;
  contactTeacherId: PersonId | null;
  mentorId: PersonId | null;
  contactPersonId: PersonId | null;
  version: number;
  parties: Party[];
};
