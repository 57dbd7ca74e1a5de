/* The yardstick: libyaml's bare event loop, one core, over the files whose names come on standard input. */
#include <stdio.h>
#include <string.h>
#include <yaml.h>

int main(void) {
  char path[65536];
  unsigned long files = 0, events = 0, bytes = 0;
  while (fgets(path, sizeof path, stdin)) {
    path[strcspn(path, "\n")] = 0;
    FILE *file = fopen(path, "rb");
    if (!file) continue;
    yaml_parser_t parser;
    yaml_parser_initialize(&parser);
    yaml_parser_set_input_file(&parser, file);
    for (int done = 0; !done;) {
      yaml_event_t event;
      /* What is no YAML is left where it stops being YAML. */
      if (!yaml_parser_parse(&parser, &event)) break;
      done = event.type == YAML_STREAM_END_EVENT;
      yaml_event_delete(&event);
      events++;
    }
    bytes += (unsigned long)ftell(file);
    yaml_parser_delete(&parser);
    fclose(file);
    files++;
  }
  printf("%lu files, %lu bytes, %lu events\n", files, bytes, events);
  return 0;
}
