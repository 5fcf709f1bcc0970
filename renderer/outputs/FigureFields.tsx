/** What a figure draws, and what its researcher may set in it; the checks say at once what may not stay. */
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Dataset } from '../../shared/model/catalog.ts'
import { type ChartLook, type ChartSpec, PLAIN_LOOK } from '../../shared/model/chart.ts'
import { ChartChoices } from '../display/ChartChoices.tsx'
import type { DisplayColumn } from '../display/column.ts'
import styles from './FormChoice.module.css'
import { endText, readEdges, readRange } from './figure-words.ts'

export interface FigureFieldsProps {
  chart: ChartSpec
  columns: readonly DisplayColumn[]
  datasets: readonly Dataset[]
  onChange(chart: ChartSpec): void
}

export function FigureFields({ chart, columns, datasets, onChange }: FigureFieldsProps) {
  const { t } = useTranslation('forms')
  const look = chart.look ?? PLAIN_LOOK
  const change = (part: Partial<ChartLook>) => onChange({ ...chart, look: { ...look, ...part } })
  const isTime = /^(DATE|TIMESTAMP)/i.test(columns.find(({ name }) => name === chart.x)?.type ?? '')
  return (
    <div className={styles.columns} data-testid="figure-fields">
      <ChartChoices spec={chart} columns={columns} datasets={datasets} name="figure" onSpec={onChange} />
      <TextInput
        className={styles.wide ?? ''}
        size="xs"
        label={t('figure.title')}
        maxLength={200}
        value={chart.titleText}
        onChange={({ currentTarget: { value } }) => onChange({ ...chart, titleText: value })}
        data-testid="figure-title"
      />
      {(['xTitle', 'yTitle'] as const).map((field) => (
        <TextInput
          key={field}
          size="xs"
          label={t(`figure.${field}`)}
          maxLength={200}
          value={look[field]}
          onChange={({ currentTarget: { value } }) => change({ [field]: value })}
          data-testid={`figure-${field}`}
        />
      ))}
      <Written
        label={t('figure.xRange')}
        hint={t(isTime ? 'figure.rangeTime' : 'figure.range')}
        value={look.xRange ? look.xRange.map((end) => endText(end, isTime)).join(', ') : ''}
        testId="figure-xRange"
        read={(text) => readRange(text, isTime)}
        onRead={(xRange) => change({ xRange })}
      />
      <Written
        label={t('figure.yRange')}
        hint={t('figure.range')}
        value={look.yRange?.join(', ') ?? ''}
        testId="figure-yRange"
        read={(text) => readRange(text, false)}
        onRead={(yRange) => change({ yRange })}
      />
      {chart.kind === 'bar' && (
        <Written
          label={t('figure.bins')}
          hint={t('figure.binsHint')}
          value={look.binEdges.join(', ')}
          testId="figure-bins"
          read={readEdges}
          onRead={(binEdges) => change({ binEdges })}
        />
      )}
      <TextInput
        className={styles.wide ?? ''}
        size="xs"
        label={t('figure.hover')}
        description={t('figure.hoverHint')}
        placeholder="{x}: {y}"
        maxLength={300}
        value={look.hover}
        onChange={({ currentTarget: { value } }) => change({ hover: value })}
        data-testid="figure-hover"
      />
      <Annotations look={look} onChange={(annotations) => change({ annotations })} />
    </div>
  )
}

function Annotations({
  look: { annotations },
  onChange,
}: {
  look: ChartLook
  onChange(annotations: ChartLook['annotations']): void
}) {
  const { t } = useTranslation('forms')
  const [x, setX] = useState('')
  const [text, setText] = useState('')
  return (
    <div className={styles.wide}>
      <span className={styles.legend}>{t('figure.annotations')}</span>
      {annotations.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: annotations have no other name than their place
        <div key={index} className={styles.annotation}>
          <span>
            {one.x} › {one.text}
          </span>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('figure.annotationRemove', { text: one.text })}
            onClick={() => onChange(annotations.filter((_, other) => other !== index))}
          >
            <IconX size={13} />
          </ActionIcon>
        </div>
      ))}
      <div className={styles.annotation}>
        <TextInput
          size="xs"
          aria-label={t('figure.annotationX')}
          placeholder={t('figure.annotationX')}
          value={x}
          onChange={({ currentTarget: { value } }) => setX(value)}
          data-testid="annotation-x"
        />
        <TextInput
          size="xs"
          aria-label={t('figure.annotationText')}
          placeholder={t('figure.annotationText')}
          value={text}
          onChange={({ currentTarget: { value } }) => setText(value)}
          data-testid="annotation-text"
        />
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          disabled={x.trim() === '' || text.trim() === '' || annotations.length >= 20}
          onClick={() => {
            onChange([...annotations, { x: x.trim(), y: null, text: text.trim() }])
            setText('')
          }}
          data-testid="annotation-add"
        >
          {t('figure.annotationAdd')}
        </Button>
      </div>
    </div>
  )
}

interface WrittenProps<Value> {
  label: string
  hint: string
  value: string
  testId: string
  /** `undefined` where the text is not whole yet. */
  read(text: string): Value | undefined
  onRead(value: Value): void
}

/** A text that is taken once it is whole; until then it is shown as not understood. */
function Written<Value>({ label, hint, value, testId, read, onRead }: WrittenProps<Value>) {
  const { t } = useTranslation('forms')
  const [text, setText] = useState(value)
  return (
    <TextInput
      size="xs"
      label={label}
      placeholder={hint}
      value={text}
      error={read(text) === undefined ? t('figure.notUnderstood', { hint }) : undefined}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value)
        const whole = read(currentTarget.value)
        if (whole !== undefined) onRead(whole)
      }}
      data-testid={testId}
    />
  )
}
