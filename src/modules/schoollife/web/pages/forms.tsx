import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  DateField,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  RadioGroup,
  SelectField,
  TextField,
} from '#ui/index.ts';
import { audiences, directions } from '../../core/index.ts';
import type { getWall } from '../../server/index.ts';
import { paths } from '../paths.ts';

type Wall = ViewOf<typeof getWall>;

/** In whose name something is done; an own idea says what and for whom, too. */
export function TakeOnPage({ v, wall, ideaId }: { v: View; wall: Wall; ideaId: string }) {
  const here = { orgId: wall.orgId };
  const action = paths.takeOn.href(here);
  const f = bind(v, action, { month: wall.month });
  // a form that is shown again knows by itself what it was about
  const idea = f.text('ideaId').value || ideaId;
  const first = wall.month;
  return (
    <>
      <PageHead
        kicker={wall.name}
        title={idea ? v.t(`schoollife.idea.${idea}.title`) : v.t('schoollife.wall.own')}
        lead={idea ? v.t(`schoollife.idea.${idea}.text`) : v.t('schoollife.take.own-lead')}
        breadcrumbs={[{ href: paths.wall.href(here), label: v.t('schoollife.wall.back') }]}
        breadcrumbsLabel={v.t('schoollife.crumbs')}
      />
      <ErrorSummary title={v.t('schoollife.errors')} errors={f.errors} />
      <Form action={action} id="take-on" keep>
        <Hidden name="ideaId" value={idea} />
        {!idea && (
          <>
            <TextField {...f.text('title')} label={v.t('schoollife.take.title')} />
            <RadioGroup
              {...f.text('direction')}
              label={v.t('schoollife.take.direction')}
              options={directions.map((d) => ({
                value: d,
                label: v.t(`schoollife.direction.${d}`),
              }))}
            />
            <RadioGroup
              {...f.text('audience')}
              label={v.t('schoollife.take.audience')}
              options={audiences.map((a) => ({ value: a, label: v.t(`schoollife.audience.${a}`) }))}
            />
          </>
        )}
        <TextField
          {...f.text('doneBy')}
          label={v.t('schoollife.take.done-by')}
          hint={v.t('schoollife.take.done-by-hint')}
          width={20}
        />
        <SelectField
          {...f.text('month')}
          label={v.t('schoollife.take.month')}
          options={[0, 1, 2, 3].map((n) => {
            const month = first.add({ months: n });
            return { value: month.toString(), label: v.fmt.month(month) };
          })}
        />
        <ButtonRow>
          <Button>{v.t('schoollife.wall.take-on')}</Button>
          <LinkButton href={paths.wall.href(here)}>{v.t('schoollife.wall.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}

/** What happened, and how many of each group were there. */
export function EventPage({ v, wall }: { v: View; wall: Wall }) {
  const here = { orgId: wall.orgId };
  const action = paths.event.href(here);
  const f = bind(v, action, { heldOn: v.today });
  return (
    <>
      <PageHead
        kicker={wall.name}
        title={v.t('schoollife.event.new')}
        lead={v.t('schoollife.event.lead')}
        breadcrumbs={[{ href: paths.wall.href(here), label: v.t('schoollife.wall.back') }]}
        breadcrumbsLabel={v.t('schoollife.crumbs')}
      />
      <ErrorSummary title={v.t('schoollife.errors')} errors={f.errors} />
      <Form action={action} id="event" keep>
        <TextField {...f.text('title')} label={v.t('schoollife.event.title')} />
        <DateField
          {...f.date('heldOn')}
          label={v.t('schoollife.event.held-on')}
          labels={{
            day: v.t('schoollife.day'),
            month: v.t('schoollife.month'),
            year: v.t('schoollife.year'),
          }}
        />
        <TextField
          {...f.text('pupils')}
          label={v.t('schoollife.event.pupils')}
          inputmode="numeric"
          width={6}
        />
        <TextField
          {...f.text('teachers')}
          label={v.t('schoollife.event.teachers')}
          inputmode="numeric"
          width={6}
        />
        <TextField
          {...f.text('families')}
          label={v.t('schoollife.event.families')}
          inputmode="numeric"
          width={6}
        />
        <TextField
          {...f.text('others')}
          label={v.t('schoollife.event.others')}
          inputmode="numeric"
          width={6}
        />
        <ButtonRow>
          <Button>{v.t('schoollife.event.save')}</Button>
          <LinkButton href={paths.wall.href(here)}>{v.t('schoollife.wall.back')}</LinkButton>
        </ButtonRow>
      </Form>
    </>
  );
}
