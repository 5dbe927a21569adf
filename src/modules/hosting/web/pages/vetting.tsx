import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import { languages } from '#platform/i18n/index.ts';
import {
  Button,
  ButtonRow,
  ConfirmPanel,
  DateField,
  ErrorSummary,
  Facts,
  Form,
  Hidden,
  LinkButton,
  Notice,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { adultAge, checkValidMonths, referencesNeeded } from '../../core/rules.ts';
import { dateLabels, MemberFields } from '../parts/family-fields.tsx';
import { RecordCheck } from '../parts/readiness.tsx';
import { paths } from '../paths.ts';
import { FamilyHead, type FamilyView, SaveRow } from './family.tsx';

type Props = { v: View; family: FamilyView };
type MemberProps = Props & { member: FamilyView['members'][number] };

export function NewMemberPage({ v, family }: Props) {
  const action = paths.newMember.href({ familyId: family.id });
  const f = bind(v, action, { familyName: family.members[0]?.familyName });
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.member.add')}
        lead={v.t('hosting.member.lead')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        <Hidden name="version" value={String(family.version)} />
        <MemberFields v={v} f={f} />
        <SaveRow v={v} family={family} />
      </Form>
    </>
  );
}

export function MemberPage({ v, family, member }: MemberProps) {
  const at = { familyId: family.id, memberId: member.id };
  const action = paths.member.href(at);
  const f = bind(v, action, {
    givenName: member.givenName,
    familyName: member.familyName,
    birthDate: member.birthDate,
    gender: member.gender,
    relation: member.relation,
  });
  const adult = v.today.since(member.birthDate, { largestUnit: 'years' }).years >= adultAge;
  return (
    <>
      <FamilyHead v={v} family={family} title={`${member.givenName} ${member.familyName}`} />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        <Hidden name="version" value={String(family.version)} />
        <MemberFields v={v} f={f} />
        <SaveRow v={v} family={family} />
      </Form>
      {family.may.vet && (
        <Section title={v.t('hosting.member.more')}>
          <ButtonRow>
            {member.needsCheck && (
              <LinkButton href={paths.memberCheck.href(at)}>
                {v.t('hosting.check.record')}
              </LinkButton>
            )}
            {adult && !member.signsIn && (
              <LinkButton href={paths.memberSignIn.href(at)}>
                {v.t('hosting.link.title')}
              </LinkButton>
            )}
            <LinkButton kind="danger" href={paths.removeMember.href(at)}>
              {v.t('hosting.member.remove')}
            </LinkButton>
          </ButtonRow>
        </Section>
      )}
    </>
  );
}

export function RecordCheckPage({ v, family, member }: MemberProps) {
  const action = paths.memberCheck.href({ familyId: family.id, memberId: member.id });
  const f = bind(v, action, {
    seenOn: v.today,
    validUntil: v.today.add({ months: checkValidMonths }),
  });
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.check.of', { name: member.givenName })}
        lead={v.t('hosting.check.lead')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <Form action={action}>
        <Hidden name="version" value={String(family.version)} />
        <DateField
          {...f.date('seenOn')}
          label={v.t('hosting.check.seen-on')}
          labels={dateLabels(v)}
        />
        <DateField
          {...f.date('validUntil')}
          label={v.t('hosting.check.valid-until')}
          hint={v.t('hosting.check.valid-hint')}
          labels={dateLabels(v)}
        />
        <SaveRow v={v} family={family} />
      </Form>
    </>
  );
}

export function SignInLinkPage({ v, family, member }: MemberProps) {
  const action = paths.memberSignIn.href({ familyId: family.id, memberId: member.id });
  const f = bind(v, action, { language: v.lang });
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.link.of', { name: member.givenName })}
        lead={v.t('hosting.link.lead')}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      {member.signsIn ? (
        <Notice tone="done" title={v.t('hosting.link.already', { name: member.givenName })}>
          <p>{member.email}</p>
        </Notice>
      ) : (
        <Form action={action}>
          <Hidden name="version" value={String(family.version)} />
          <TextField
            {...f.text('email')}
            label={v.t('hosting.link.email')}
            type="email"
            inputmode="email"
          />
          <SelectField
            {...f.text('language')}
            label={v.t('hosting.link.language')}
            options={languages.map((code) => ({ value: code, label: v.fmt.language(code) }))}
          />
          <ButtonRow>
            <Button>{v.t('hosting.link.send')}</Button>
            <LinkButton href={paths.family.href({ familyId: family.id })}>
              {v.t('hosting.back')}
            </LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

export function RemoveMemberPage({ v, family, member }: MemberProps) {
  const at = { familyId: family.id, memberId: member.id };
  const f = bind(v, paths.removeMember.href(at));
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.member.remove-title', { name: member.givenName })}
      />
      <ErrorSummary title={v.t('hosting.form.errors')} errors={f.errors} />
      <ConfirmPanel
        title={v.t('hosting.member.sure', { name: member.givenName })}
        action={paths.removeMember.href(at)}
        confirmText={v.t('hosting.member.remove')}
        danger
        cancelHref={paths.member.href(at)}
        cancelText={v.t('hosting.back')}
        fields={
          <>
            <Hidden name="version" value={String(family.version)} />
            <Hidden name="sure" value="yes" />
          </>
        }
      >
        <p>{v.t('hosting.member.remove-text')}</p>
      </ConfirmPanel>
    </>
  );
}

export function ChecksPage({ v, family }: Props) {
  const at = { familyId: family.id };
  const charter = bind(v, paths.charter.href(at), { signedOn: family.charterSignedOn });
  const references = bind(v, paths.references.href(at), { count: family.referenceCount });
  const visit = bind(v, paths.visit.href(at), {
    visitedOn: family.homeVisit?.on,
    visitedBy: family.homeVisit?.byId,
  });
  const version = <Hidden name="version" value={String(family.version)} />;
  return (
    <>
      <FamilyHead
        v={v}
        family={family}
        title={v.t('hosting.part.checks')}
        lead={v.t('hosting.checks.lead')}
      />
      <ErrorSummary
        title={v.t('hosting.form.errors')}
        errors={[...charter.errors, ...references.errors, ...visit.errors]}
      />
      <Section title={v.t('hosting.checks.records')} lead={v.t('hosting.checks.records-lead')}>
        <Facts
          items={family.members
            .filter((m) => m.needsCheck)
            .map((m) => ({
              label: `${m.givenName} ${m.familyName}`,
              value: <RecordCheck v={v} member={m} fromAge={family.checkFromAge} />,
              action: (
                <a href={paths.memberCheck.href({ ...at, memberId: m.id })}>
                  {v.t('hosting.check.record-of', { name: m.givenName })}
                </a>
              ),
            }))}
        />
      </Section>
      <Section title={v.t('hosting.field.charter')} lead={v.t('hosting.checks.charter-lead')}>
        <Form action={paths.charter.href(at)}>
          {version}
          <DateField
            {...charter.date('signedOn')}
            label={v.t('hosting.checks.signed-on')}
            labels={dateLabels(v)}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('hosting.checks.save-charter')}</Button>
          </ButtonRow>
        </Form>
      </Section>
      <Section
        title={v.t('hosting.field.references')}
        lead={v.t('hosting.checks.references-lead', { needed: referencesNeeded })}
      >
        <Form action={paths.references.href(at)}>
          {version}
          <TextField
            {...references.text('count')}
            label={v.t('hosting.checks.count')}
            inputmode="numeric"
            width={2}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('hosting.checks.save-references')}</Button>
          </ButtonRow>
        </Form>
      </Section>
      <Section title={v.t('hosting.field.visit')} lead={v.t('hosting.checks.visit-lead')}>
        <Form action={paths.visit.href(at)}>
          {version}
          <DateField
            {...visit.date('visitedOn')}
            label={v.t('hosting.checks.visited-on')}
            labels={dateLabels(v)}
          />
          <SelectField
            {...visit.text('visitedBy')}
            label={v.t('hosting.checks.visited-by')}
            emptyLabel={v.t('hosting.choose')}
            options={family.visitors.map((p) => ({ value: p.id, label: p.name }))}
          />
          <ButtonRow>
            <Button kind="quiet">{v.t('hosting.checks.save-visit')}</Button>
          </ButtonRow>
        </Form>
      </Section>
    </>
  );
}
