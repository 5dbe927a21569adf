import { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import {
  Button,
  ButtonRow,
  Checkbox,
  ErrorSummary,
  Form,
  Hidden,
  LinkButton,
  PageHead,
  Prose,
  Section,
  StatusTag,
  Table,
  TextArea,
} from '#ui/index.ts';
import type { getPageForm, getSchoolPage } from '../../server/index.ts';
import { reachedBy, titleOf } from '../parts/words.ts';
import { paths } from '../paths.ts';

type FormView = ViewOf<typeof getPageForm>;
type Item = { id: string; text: string; date: Temporal.PlainDate; shown: boolean; version: number };

/** Releases one thing, or takes it away again. */
function ShowItem({ v, orgId, item }: { v: View; orgId: string; item: Item }) {
  const text = v.t(item.shown ? 'schoollife.page.hide' : 'schoollife.page.show');
  return (
    <Form action={paths.show.href({ orgId, itemId: item.id })}>
      <Hidden name="version" value={String(item.version)} />
      <Hidden name="shown" value={item.shown ? 'no' : 'yes'} />
      <Button kind="link" label={`${text}: ${item.text}`}>
        {text}
      </Button>
    </Form>
  );
}

/** What everybody may read of the school: closed until somebody who leads it opens it. */
export function PageFormPage({ v, form }: { v: View; form: FormView }) {
  const here = { orgId: form.orgId };
  const action = paths.page.href(here);
  const f = bind(v, action, { words: form.words, open: form.isOpen });
  const sentItem = v.form.action !== '' && v.form.action !== action;
  const items: Item[] = [
    ...form.done.map((d) => ({
      ...d,
      text: `${titleOf(v, d)} · ${d.doneBy}`,
      date: d.doneOn,
    })),
    ...form.events.map((e) => ({ ...e, text: `${e.title} · ${reachedBy(v, e)}`, date: e.heldOn })),
  ];
  return (
    <>
      <PageHead
        kicker={form.name}
        title={v.t('schoollife.page.title')}
        lead={v.t('schoollife.page.lead')}
        breadcrumbs={[{ href: paths.wall.href(here), label: v.t('schoollife.wall.back') }]}
        breadcrumbsLabel={v.t('schoollife.crumbs')}
      />
      <ErrorSummary
        title={v.t('schoollife.errors')}
        errors={
          sentItem
            ? v.form.faults.map((fault) => ({
                href: '#items',
                text: v.t(fault.reason, fault.params),
              }))
            : f.errors
        }
      />
      <Form action={action} id="school-page">
        <Hidden name="version" value={String(form.version)} />
        <TextArea
          {...f.text('words')}
          label={v.t('schoollife.page.words')}
          hint={v.t('schoollife.page.words-hint')}
          rows={8}
        />
        <Checkbox {...f.tick('open')} label={v.t('schoollife.page.open')} />
        <ButtonRow>
          <Button>{v.t('schoollife.page.save')}</Button>
          {form.isOpen && (
            <LinkButton href={paths.life.href(here)}>{v.t('schoollife.wall.page-look')}</LinkButton>
          )}
        </ButtonRow>
      </Form>
      <Section title={v.t('schoollife.page.items')} id="items">
        {items.length === 0 ? (
          <p>{v.t('schoollife.page.items-none')}</p>
        ) : (
          <Table
            caption={v.t('schoollife.page.items')}
            hideCaption
            rowHeader="what"
            columns={[
              { key: 'what', label: v.t('schoollife.print.what') },
              { key: 'when', label: v.t('schoollife.event.held-on') },
              { key: 'state', label: v.t('schoollife.page.state') },
              { key: 'change', label: v.t('schoollife.page.change'), hideLabel: true },
            ]}
            rows={items.map((item) => ({
              id: item.id,
              cells: {
                what: item.text,
                when: v.fmt.date(item.date),
                state: (
                  <StatusTag
                    tone={item.shown ? 'done' : 'none'}
                    text={v.t(item.shown ? 'schoollife.page.shown' : 'schoollife.page.not-shown')}
                  />
                ),
                change: <ShowItem v={v} orgId={form.orgId} item={item} />,
              },
            }))}
          />
        )}
      </Section>
    </>
  );
}

/** The page of a school for everybody. */
export function LifePage({ v, life }: { v: View; life: ViewOf<typeof getSchoolPage> }) {
  return (
    <>
      <PageHead
        kicker={`${life.city}, ${v.fmt.country(life.countryCode)}`}
        title={v.t('schoollife.life.title', { school: life.name })}
      />
      <Prose>
        {life.words
          .split(/\n{2,}/)
          .filter(Boolean)
          .map((text) => (
            <p key={text}>{text}</p>
          ))}
      </Prose>
      {life.done.length > 0 && (
        <Section title={v.t('schoollife.life.done')}>
          <Prose>
            <ul>
              {life.done.map((d) => (
                <li key={d.id}>
                  {titleOf(v, d)} · {d.doneBy}, {v.fmt.month(d.doneOn)}
                </li>
              ))}
            </ul>
          </Prose>
        </Section>
      )}
      {life.events.length > 0 && (
        <Section title={v.t('schoollife.event.heading')}>
          <Prose>
            <ul>
              {life.events.map((e) => (
                <li key={e.id}>
                  {v.t('schoollife.life.event', {
                    title: e.title,
                    month: v.fmt.month(e.heldOn),
                    reached: reachedBy(v, e),
                  })}
                </li>
              ))}
            </ul>
          </Prose>
        </Section>
      )}
      <p class="hint">{v.t('schoollife.life.foot')}</p>
    </>
  );
}
