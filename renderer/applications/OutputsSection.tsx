import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ApplicationForm } from '../../shared/model/application-form.ts'
import styles from './Editor.module.css'
import type { SectionProps } from './Editor.tsx'

type Output = ApplicationForm['outputs'][number]

/** What is to leave the environment, and who will see it. */
export function OutputsSection({ form: { outputs }, change }: SectionProps) {
  const { t } = useTranslation('applications')
  const replace = (at: number, by: Partial<Output>) =>
    change({ outputs: outputs.map((one, index) => (index === at ? { ...one, ...by } : one)) })
  return (
    <div className={styles.fields}>
      <div className={styles.rows}>
        {outputs.map((output, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an output is being typed, its place stays
          <div key={at} className={styles.output}>
            {(['what', 'audience'] as const).map((field) => (
              <TextInput
                key={field}
                size="xs"
                aria-label={t(`outputs.${field}`)}
                placeholder={t(`outputs.${field}`)}
                maxLength={600}
                value={output[field]}
                onChange={(event) => replace(at, { [field]: event.currentTarget.value })}
                data-testid={`output-${at}-${field}`}
              />
            ))}
            <ActionIcon
              aria-label={t('outputs.remove')}
              onClick={() => change({ outputs: outputs.filter((_one, index) => index !== at) })}
            >
              <IconTrash size={15} stroke={1.6} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <Button
        variant="subtle"
        leftSection={<IconPlus size={14} />}
        disabled={outputs.length >= 40}
        onClick={() => change({ outputs: [...outputs, { what: '', audience: '' }] })}
        style={{ alignSelf: 'flex-start' }}
        data-testid="output-add"
      >
        {t('outputs.add')}
      </Button>
    </div>
  )
}
