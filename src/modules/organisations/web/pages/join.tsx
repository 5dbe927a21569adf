import type { ComponentChildren } from 'preact';
import { peoplePaths } from '#modules/people/web/index.ts';
import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  Prose,
  RadioGroup,
  Section,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { partyKinds } from '../../core/index.ts';
import type { getJoin } from '../../server/index.ts';
import { languageOptions, PlaceFields } from '../parts/place-fields.tsx';
import { paths } from '../paths.ts';

type Join = ViewOf<typeof getJoin>;
type OpenJoin = Extract<Join, { state: 'open' }>;

export function joinTitle(v: View, join: Join): string {
  return v.t(
    join.state === 'open' ? 'organisations.join.title' : `organisations.join.${join.state}-title`,
  );
}

export function JoinPage({ v, join, token }: { v: View; join: Join; token: string }) {
  if (join.state === 'open') return <OpenInvitation v={v} join={join} token={token} />;
  const by = join.state === 'unknown' ? null : (join.invitedByName ?? join.invitedByOrg);
  const whom =
    join.state === 'unknown' || by === null
      ? v.t('organisations.join.whom-unknown')
      : v.t('organisations.join.whom', {
          who: by,
          org: join.invitedByOrg ?? '',
          hasOrg: join.invitedByOrg && join.invitedByOrg !== by ? 'yes' : 'no',
        });
  return (
    <>
      <PageHead title={joinTitle(v, join)} />
      <Prose>
        <p>{v.t(`organisations.join.${join.state}`)}</p>
        <p>{v.t(`organisations.join.${join.state}-do`, { whom })}</p>
      </Prose>
      <ButtonRow>
        <LinkButton kind="primary" href={peoplePaths.signIn.href()}>
          {v.t('organisations.join.sign-in')}
        </LinkButton>
      </ButtonRow>
    </>
  );
}

function about(v: View, join: OpenJoin): string {
  const params = {
    who: join.invitedByName ?? v.t('organisations.join.somebody'),
    by: join.invitedByOrg ?? '',
    org: join.orgName ?? '',
    project: join.projectTitle ?? '',
    roles: v.fmt.list(join.roles.map((role) => v.t(`organisations.role.${role}`))),
  };
  const which = join.kind === 'admin' && join.orgName === null ? 'installation' : join.kind;
  return v.t(`organisations.join.about-${which}`, params);
}

function OpenInvitation({ v, join, token }: { v: View; join: OpenJoin; token: string }) {
  const href = paths.join.href({ token });
  const f = bind(v, href, {
    language: v.lang,
    orgName: join.orgName,
    orgKind: join.orgKind,
    orgLanguage: join.language,
  });
  const known = join.people.length > 0;
  const mayBeNew = !known || join.people.length > 1;
  const ownOrg =
    join.people.length === 1 && join.organisations.length === 1 ? join.organisations[0] : undefined;
  return (
    <>
      <PageHead title={joinTitle(v, join)} lead={about(v, join)} />
      <ErrorSummary
        title={v.t('organisations.form.errors')}
        lead={v.t('organisations.form.nothing-lost')}
        errors={f.errors}
      />
      {v.actor.kind === 'person' && (
        <Notice tone="now" title={v.t('organisations.join.signed-in', { name: v.actor.name })}>
          <p>{v.t('organisations.join.signed-in-text')}</p>
        </Notice>
      )}
      <Form action={href} id={known ? undefined : 'join'} keep={!known}>
        {join.people.length === 1 && (
          <p>
            {v.t('organisations.join.as', { name: join.people[0]?.name ?? '', email: join.email })}
          </p>
        )}
        {join.people.length > 1 && (
          <RadioGroup
            {...f.text('personId')}
            label={v.t('organisations.join.who')}
            options={[
              ...join.people.map((p) => ({ value: p.id as string, label: p.name })),
              { value: 'new', label: v.t('organisations.join.somebody-else') },
            ]}
          />
        )}
        {mayBeNew && (
          <Section title={v.t(known ? 'organisations.join.if-new' : 'organisations.join.you')}>
            {join.email === '' ? (
              <TextField
                {...f.text('email')}
                label={v.t('organisations.field.email')}
                type="email"
                autocomplete="email"
                required
              />
            ) : (
              <p>{v.t('organisations.join.address', { email: join.email })}</p>
            )}
            <TextField
              {...f.text('givenName')}
              label={v.t('organisations.field.given-name')}
              autocomplete="given-name"
              width={20}
              required={!known}
            />
            <TextField
              {...f.text('familyName')}
              label={v.t('organisations.field.family-name')}
              autocomplete="family-name"
              width={20}
              required={!known}
            />
            <SelectField
              {...f.text('language')}
              label={v.t('organisations.field.language')}
              options={languageOptions(v)}
            />
          </Section>
        )}
        {join.asksOrganisation && (
          <OrganisationPart v={v} join={join} f={f} ownOrg={ownOrg?.name ?? null} />
        )}
        <ButtonRow>
          <Button>{v.t('organisations.join.accept')}</Button>
        </ButtonRow>
      </Form>
    </>
  );
}

function OrganisationPart({
  v,
  join,
  f,
  ownOrg,
}: {
  v: View;
  join: OpenJoin;
  f: ReturnType<typeof bind>;
  ownOrg: string | null;
}): ComponentChildren {
  if (ownOrg !== null) return <p>{v.t('organisations.join.with', { org: ownOrg })}</p>;
  return (
    <Section
      title={v.t('organisations.join.organisation')}
      lead={v.t('organisations.join.organisation-lead')}
    >
      {join.organisations.length > 0 && (
        <RadioGroup
          {...f.text('orgId')}
          label={v.t('organisations.join.which')}
          options={[
            ...join.organisations.map((o) => ({ value: o.id as string, label: o.name })),
            { value: 'new', label: v.t('organisations.join.new-organisation') },
          ]}
        />
      )}
      <TextField
        {...f.text('orgName')}
        label={v.t('organisations.field.name')}
        hint={v.t('organisations.field.name-hint')}
        autocomplete="organization"
      />
      {join.orgKind === null && (
        <RadioGroup
          {...f.text('orgKind')}
          label={v.t('organisations.field.kind')}
          options={partyKinds.map((kind) => ({
            value: kind,
            label: v.t(`organisations.kind.${kind}`),
          }))}
        />
      )}
      <PlaceFields v={v} f={f} languageField="orgLanguage" countries={join.countries} />
    </Section>
  );
}
