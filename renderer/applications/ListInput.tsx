import { TextInput } from '@mantine/core'
import { useState } from 'react'

/** Values as one line, parted by commas of either width or by spaces. What is typed stays as it is typed. */
export function ListInput({
  label,
  placeholder,
  values,
  onChange,
}: {
  label: string
  placeholder: string
  values: readonly string[]
  onChange(values: string[]): void
}) {
  const [text, setText] = useState(values.join(', '))
  return (
    <TextInput
      size="xs"
      flex={1}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange([...new Set(partsOf(event.currentTarget.value))].slice(0, 1000))
      }}
    />
  )
}

const partsOf = (text: string): string[] =>
  text
    .split(/[,\s\uff0c\u3001]+/)
    .map((part) => part.trim().slice(0, 60))
    .filter(Boolean)
