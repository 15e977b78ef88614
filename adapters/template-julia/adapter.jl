# A first adapter in Julia: it answers `evaluate` of Gaussian mixtures with diagonal covariances. Needs JSON.jl.
using JSON

struct Unsupported <: Exception  # you have no such feature: reported, and no failure
    reason::String
end
struct Rejected <: Exception  # the input is bad: the right answer where it is
    reason::String
end
require(condition, reason) = condition || throw(Rejected(reason))

# JSON has no infinities and no NaN: they are strings, both ways.
number(value) = value isa AbstractString ? parse(Float64, value) : Float64(value)
encoded(value::AbstractFloat) = isfinite(value) ? value : isnan(value) ? "nan" : value > 0 ? "inf" : "-inf"
encoded(values::AbstractVector) = [encoded(value) for value in values]
encoded(table::AbstractDict) = Dict(key => encoded(value) for (key, value) in table)
encoded(value) = value

function numbers(values, count, name)
    require(values isa AbstractVector && length(values) == count, "$name: $count numbers are due")
    found = Float64[number(value) for value in values]
    require(all(isfinite, found), "$name: not finite")
    return found
end

log_density(x, mean, variance) = -(length(x) * log(2π) + sum(log.(variance)) + sum((x .- mean) .^ 2 ./ variance)) / 2

function log_sum_exp(values)
    largest = maximum(values)  # without the shift it underflows
    return largest + log(sum(exp.(values .- largest)))
end

function evaluate(rows, observation_weights, parameters)
    components, d = parameters["components"], length(rows[1])
    means = [numbers(c["mean"], d, "a mean") for c in components]
    variances = [numbers(c["covariance"], d, "a covariance") for c in components]
    require(all(variance -> all(variance .> 0), variances), "a covariance: not positive")
    weights = numbers(parameters["weights"], length(components), "weights")
    require(all(weights .>= 0) && abs(sum(weights) - 1) <= 1e-9, "weights: not on the simplex")
    densities = [[log_density(x, m, v) for (m, v) in zip(means, variances)] for x in rows]
    joint = [row .+ log.(weights ./ sum(weights)) for row in densities]
    terms = log_sum_exp.(joint)
    responsibilities = [exp.(row .- term) for (row, term) in zip(joint, terms)]
    return Dict{String,Any}("log_densities" => densities, "log_evidence_terms" => terms, "responsibilities" => responsibilities,
        "log_evidence" => sum(observation_weights .* terms))
end

function run_case(case)
    if case["operation"] != "evaluate" || get(case["model"], "covariance", "") != "diagonal"
        # YOUR EM: "trajectory" has `initial`, `iterations` T and `record`; answer `log_evidence`, `log_joint` [T + 1] and `parameters` {"t": ...}.
        throw(Unsupported("not written yet"))
    end
    rows = case["data"]["observations"]
    require(!isempty(rows), "no data")
    rows = [numbers(row, length(rows[1]), "a row") for row in rows]
    weights = numbers(get(case["data"], "weights", ones(length(rows))), length(rows), "observation weights")
    require(all(weights .>= 0) && sum(weights) > 0, "observation weights: one below 0, or none above")
    result = evaluate(rows, weights, case["parameters"])
    haskey(case, "prior") || (result["log_joint"] = result["log_evidence"])
    return result
end

function answer(request)
    try
        request["op"] == "describe" && return Dict("ok" => Dict("name" => "template", "version" => "0.1", "language" => "Julia",
            "precision" => "binary64", "operations" => Dict("evaluate" => Dict("gaussian" => ["diagonal"]))))
        return Dict("ok" => encoded(run_case(request["case"])))
    catch problem
        problem isa Unsupported && return Dict("unsupported" => problem.reason)
        problem isa Rejected && return Dict("rejected" => problem.reason)
        return Dict("error" => sprint(showerror, problem))  # a failure of this case alone
    end
end

for line in eachline(stdin)
    request = JSON.parse(line)
    println(JSON.json(merge(Dict{String,Any}("id" => request["id"]), answer(request))))
    flush(stdout)  # the reply is awaited
end
