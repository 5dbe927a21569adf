import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  EmptyState,
  ErrorSummary,
  Form,
  LinkButton,
  Notice,
  PageHead,
  RadioGroup,
  SelectField,
} from '#ui/index.ts';
import type { listChoices } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Props = { v: View; mobilityId: string; choices: ViewOf<typeof listChoices> };

function Head({ v, mobilityId, choices, part }: Props & { part: 'hosting' | 'teacher' }) {
  const changes = part === 'teacher' && choices.contactTeacherId !== null;
  return (
    <PageHead
      title={v.t(changes ? 'mobilities.teacher.change' : `mobilities.${part}.title`)}
      lead={v.t(`mobilities.${part}.lead`, { school: choices.sendingSchool })}
      breadcrumbs={[{ href: paths.dossier.href({ mobilityId }), label: choices.pupil }]}
      breadcrumbsLabel={v.t('mobilities.crumbs')}
    />
  );
}

/** The school names who looks for a host school and a family: supporting organisations of the project, by country. */
export function HostingSidePage(props: Props) {
  const { v, mobilityId, choices } = props;
  const action = paths.hostingSide.href({ mobilityId });
  const back = paths.dossier.href({ mobilityId });
  const f = bind(v, action, { hostingOrgId: choices.hostingOrgId });
  return (
    <>
      <Head {...props} part="hosting" />
      <ErrorSummary title={v.t('mobilities.errors')} errors={f.errors} />
      {!choices.mayChooseHostingSide ? (
        <Notice
          title={v.t(
            choices.alreadyPlaced
              ? 'mobilities.refused.already-placed'
              : 'mobilities.refused.school-decides',
          )}
        >
          <LinkButton href={back}>{v.t('mobilities.dossier.back')}</LinkButton>
        </Notice>
      ) : choices.hostingOrgs.length === 0 ? (
        <EmptyState
          title={v.t('mobilities.hosting.none')}
          text={v.t('mobilities.hosting.none-text')}
        />
      ) : (
        <Form action={action}>
          <RadioGroup
            {...f.text('hostingOrgId')}
            label={v.t('mobilities.hosting.who')}
            options={[...choices.hostingOrgs]
              .sort((a, b) => v.fmt.compare(v.fmt.country(a.country), v.fmt.country(b.country)))
              .map((o) => ({
                value: o.id,
                label: `${v.fmt.country(o.country)}: ${o.name}`,
                hint: o.city,
              }))}
          />
          <ButtonRow>
            <Button>{v.t('mobilities.hosting.save')}</Button>
            <LinkButton href={back}>{v.t('mobilities.dossier.back')}</LinkButton>
          </ButtonRow>
        </Form>
      )}
    </>
  );
}

/** The school names the teacher who links pupil, family and mentor. */
export function ContactTeacherPage(props: Props) {
  const { v, mobilityId, choices } = props;
  const action = paths.contactTeacher.href({ mobilityId });
  const back = paths.dossier.href({ mobilityId });
  const f = bind(v, action, { personId: choices.contactTeacherId });
  return (
    <>
      <Head {...props} part="teacher" />
      <ErrorSummary title={v.t('mobilities.errors')} errors={f.errors} />
      {choices.mayNameTeacher ? (
        <Form action={action}>
          <SelectField
            {...f.text('personId')}
            label={v.t('mobilities.role.contact_teacher')}
            emptyLabel={v.t('mobilities.teacher.choose')}
            options={choices.teachers.map((p) => ({ value: p.id, label: p.name }))}
          />
          <ButtonRow>
            <Button>{v.t('mobilities.teacher.save')}</Button>
            <LinkButton href={back}>{v.t('mobilities.dossier.back')}</LinkButton>
          </ButtonRow>
        </Form>
      ) : (
        <Notice title={v.t('mobilities.refused.not-your-part')}>
          <LinkButton href={back}>{v.t('mobilities.dossier.back')}</LinkButton>
        </Notice>
      )}
    </>
  );
}
