import type { bind } from '#platform/http/fields.ts';
import type { View } from '#platform/http/page.ts';
import type { ViewOf } from '#platform/query.ts';
import { DateField, Hidden, Notice, RadioGroup, TextArea, TextField } from '#ui/index.ts';
import { checkInTopics, ways } from '../../core/index.ts';
import type { getTalkForms } from '../../server/index.ts';
import { Points } from './points.tsx';

export type TalkForm = ViewOf<typeof getTalkForms>['forms'][number];

/** The questions of one talk, for a thumb: what was promised first, then five points, then what to ask this month. */
export function TalkFields({
  v,
  f,
  form,
  prefix,
}: {
  v: View;
  f: ReturnType<typeof bind>;
  form: TalkForm;
  prefix: string;
}) {
  const name = (field: string) => `${prefix}${field}`;
  const { with: partner, promises } = form;
  return (
    <>
      <Hidden name={name('key')} value={f.text(name('key')).value || form.key} />
      {form.between && (
        <Notice tone="late" title={v.t('support.check-in.between')}>
          <p>{v.t('support.check-in.between-text')}</p>
        </Notice>
      )}
      {promises.length > 0 && (
        <>
          {promises.map((p) => (
            <Notice key={p.promise} title={v.t('support.check-in.last-promise', { date: p.on })}>
              <p>{p.promise}</p>
            </Notice>
          ))}
          <RadioGroup
            {...f.text(name('lastPromise'))}
            label={v.t('support.field.last-promise', { count: promises.length })}
            inline
            options={[
              { value: 'kept', label: v.t('support.promise.kept') },
              { value: 'not_yet', label: v.t('support.promise.not_yet') },
            ]}
          />
        </>
      )}
      <p class="hint">{v.t('support.points.scale')}</p>
      {checkInTopics.map((topic) => (
        <Points
          key={topic}
          v={v}
          said
          field={f.text(name(`ratings.${topic}`))}
          label={v.t(`support.topic.${partner}.${topic}`)}
        />
      ))}
      <p class="hint">{v.t('support.check-in.what-happens')}</p>
      {form.questions.map((q) => (
        <TextField
          key={q.id}
          {...f.text(name(`answers.${q.id}`))}
          label={q.text}
          optionalLabel={v.t('support.optional')}
        />
      ))}
      <TextArea
        {...f.text(name('note'))}
        label={v.t('support.field.note')}
        hint={v.t('support.field.note-hint')}
        optionalLabel={v.t('support.optional')}
        rows={3}
      />
      <TextField
        {...f.text(name('promise'))}
        label={v.t('support.field.promise')}
        hint={v.t('support.field.promise-hint')}
        optionalLabel={v.t('support.optional')}
      />
      <RadioGroup
        {...f.text(name('way'))}
        label={v.t('support.field.way')}
        hint={form.inPerson ? v.t('support.check-in.in-person') : undefined}
        inline
        options={ways.map((w) => ({ value: w, label: v.t(`support.way.${w}`) }))}
      />
      <DateField
        {...f.date(name('heldOn'))}
        label={v.t('support.field.held-on')}
        labels={{ day: v.t('support.day'), month: v.t('support.month'), year: v.t('support.year') }}
      />
    </>
  );
}
