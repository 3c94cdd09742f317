// Reads every field of every event by simdjson's on-demand API: the least that any reader of the file has to do.
#include <cstdint>
#include <cstdio>
#include <simdjson.h>
#include <string_view>

using namespace simdjson;

static uint64_t letters = 0;
static double sum = 0;

static void read(ondemand::value value) {
  switch (value.type()) {
  case ondemand::json_type::object:
    for (auto field : value.get_object()) {
      letters += std::string_view(field.unescaped_key()).size();
      read(field.value());
    }
    break;
  case ondemand::json_type::array:
    for (auto element : value.get_array()) read(element.value());
    break;
  case ondemand::json_type::string:
    letters += std::string_view(value.get_string()).size();
    break;
  case ondemand::json_type::number:
    sum += double(value.get_double());
    break;
  case ondemand::json_type::boolean:
    letters += bool(value.get_bool());
    break;
  default:
    break;
  }
}

int main(int, char **arguments) {
  try {
    auto text = padded_string::load(arguments[1]);
    ondemand::parser parser;
    auto document = parser.iterate(text);
    for (auto field : document.get_object()) read(field.value());
    std::printf("%llu letters, %g\n", static_cast<unsigned long long>(letters), sum);
  } catch (const simdjson_error &error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
