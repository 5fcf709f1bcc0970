import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { NoticeIcon } from './Notice.tsx'
import styles from './Toasts.module.css'
import { useToasts } from './toasts.ts'

/** Where toasts appear: bottom right, above the status bar. Mounted once by the shell. */
export function Toasts() {
  const { t } = useTranslation('app')
  const { toasts, dismiss } = useToasts()
  return (
    <div className={styles.stack} aria-live="polite" data-testid="toasts">
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className={styles.toast}
          data-tone={toast.tone}
          data-testid={`toast-${toast.tone}`}
          role="status"
        >
          <NoticeIcon tone={toast.tone} />
          <div className={styles.words}>
            <div className={styles.title}>{toast.title}</div>
            {toast.body && <div className="vw-dim">{toast.body}</div>}
          </div>
          <CloseButton size="xs" aria-label={t('close')} onClick={() => dismiss(toast.id)} />
        </div>
      ))}
    </div>
  )
}
