//! JSON Schemas of every format, generated from the types that read them.

use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{
    data::DataSource,
    format::{
        Answer, Bound, Case, Certified, Description, Divergence, Evaluation, Evidence, Fit, LawFile, Maximum,
        Operation, Reply, Request, Timing, Trajectory, Variational,
    },
    golden::Hunt,
    known_failures::KnownFailuresFile,
    report::{LawsReport, Report},
};

/// The fields that a case file has beside those of its operation; an implementation is sent `format` alone.
const HEADER: [&str; 5] = ["format", "id", "title", "level", "hunts"];

/// Every schema with its file's name, each text with a newline at its end.
#[must_use]
pub fn all() -> Vec<(&'static str, String)> {
    vec![
        ("case.schema.json", text(case_file())),
        ("certified.schema.json", text(schema::<Certified>())),
        ("law.schema.json", text(schema::<LawFile>())),
        ("answer.schema.json", text(schema::<Answer>())),
        ("evaluate.schema.json", text(schema::<Evaluation>())),
        ("maximize.schema.json", text(schema::<Maximum>())),
        ("trajectory.schema.json", text(schema::<Trajectory>())),
        ("fit.schema.json", text(schema::<Fit>())),
        ("bound.schema.json", text(schema::<Bound>())),
        ("evidence.schema.json", text(schema::<Evidence>())),
        ("variational.schema.json", text(schema::<Variational>())),
        ("divergence.schema.json", text(schema::<Divergence>())),
        ("request.schema.json", text(request())),
        ("reply.schema.json", text(schema::<Reply>())),
        ("description.schema.json", text(schema::<Description>())),
        ("timing.schema.json", text(schema::<Timing>())),
        ("data-source.schema.json", text(schema::<DataSource>())),
        ("hunts.schema.json", text(schema::<std::collections::BTreeMap<String, Hunt>>())),
        ("known-failures.schema.json", text(schema::<KnownFailuresFile>())),
        ("report.schema.json", text(schema::<Report>())),
        ("laws-report.schema.json", text(schema::<LawsReport>())),
    ]
}

/// The schema of a format that is not the suite's own, as text.
#[must_use]
pub fn of<T: JsonSchema>() -> String {
    text(schema::<T>())
}

fn schema<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

fn text(schema: Schema) -> String {
    format!("{:#}\n", Value::from(schema))
}

/// A case as it stands in a file: the whole header, and what its operation asks for.
fn case_file() -> Schema {
    let mut case = schema::<Case>();
    let mut required = HEADER.to_vec();
    required.push("operation");
    case.insert("required".to_owned(), json!(required));
    let rules: Vec<Value> = Operation::ALL.into_iter().map(rule).collect();
    case.insert("allOf".to_owned(), json!(rules));
    case
}

/// If the operation is this one, these fields must be there and those must not.
fn rule(operation: Operation) -> Value {
    let (required, optional) = operation.fields();
    let others = Operation::ALL.into_iter().flat_map(|other| {
        let (required, optional) = other.fields();
        required.iter().chain(optional)
    });
    let forbidden: Map<String, Value> = others
        .filter(|field| !required.contains(field) && !optional.contains(field))
        .map(|field| ((*field).to_owned(), json!(false)))
        .collect();
    json!({
        "if": { "properties": { "operation": { "const": operation.name() } }, "required": ["operation"] },
        "then": { "required": required, "properties": forbidden },
    })
}

/// A request; its case is a resolved one, with the data inline.
fn request() -> Schema {
    let mut request = schema::<Request>();
    let rules: Vec<Value> = Operation::ALL.into_iter().map(rule).collect();
    if let Some(case) = request.pointer_mut("/$defs/Case").and_then(Value::as_object_mut) {
        case.insert("allOf".to_owned(), json!(rules));
    }
    request
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Value {
        let (_, text) = all().into_iter().find(|(file, _)| *file == name).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn a_case_schema_says_what_each_operation_asks_for() {
        let case = read("case.schema.json");
        assert_eq!(case["additionalProperties"], json!(false));
        assert_eq!(case["required"], json!(["format", "id", "title", "level", "hunts", "operation"]));
        let rules = case["allOf"].as_array().unwrap();
        assert_eq!(rules.len(), Operation::ALL.len());
        let evaluate = &rules[0];
        assert_eq!(evaluate["if"]["properties"]["operation"]["const"], json!("evaluate"));
        assert_eq!(evaluate["then"]["required"], json!(["data", "model", "parameters"]));
        assert_eq!(evaluate["then"]["properties"]["initial"], json!(false));
        assert_eq!(evaluate["then"]["properties"].get("prior"), None);
    }

    #[test]
    fn a_request_schema_holds_the_rules_of_its_case() {
        assert_eq!(read("request.schema.json")["$defs"]["Case"]["allOf"].as_array().unwrap().len(), 8);
    }

    #[test]
    fn every_field_is_described() {
        for (name, _) in all() {
            let schema = read(name);
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                assert!(property.get("description").is_some() || property.get("$ref").is_some(), "{name}: {field}");
            }
        }
    }

    #[test]
    fn the_committed_schemas_are_these() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/schemas");
        for (name, text) in all() {
            assert!(std::fs::read_to_string(directory.join(name)).unwrap() == text, "{name}: run `cargo xtask schema`");
        }
    }
}
