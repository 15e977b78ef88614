% Octave's statistics package (fitgmdist, gmdistribution), as an adapter: one JSON request a line, one JSON reply a line.

1;
warning ("off", "all");
% An Octave that is stopped would leave a file octave-workspace where it was started.
crash_dumps_octave_core (false);
sigterm_dumps_octave_core (false);
sighup_dumps_octave_core (false);
pkg load statistics

function refuse (kind, varargin)
  error (["adapter:" kind], varargin{:});
endfunction

% Numbers of JSON as doubles; jsondecode makes a cell of what holds one of the strings "inf", "-inf", "nan".
function x = numbers (value)
  if (iscell (value))
    if (any (cellfun (@numel, value)(:) != numel (value{1})) && ! ischar (value{1}) && ! any (cellfun (@ischar, value)))
      refuse ("unsupported", "rows of different lengths make no matrix in Octave");
    endif
    rows = cellfun (@(v) numbers (v)(:)', value, "UniformOutput", false);
    x = vertcat (rows{:});
  elseif (ischar (value))
    x = str2double (value);
  else
    x = double (value);
  endif
endfunction

function text = encode (x)
  if (isstruct (x))
    names = fieldnames (x);
    parts = cellfun (@(name) sprintf ("\"%s\":%s", name, encode (x.(name))), names, "UniformOutput", false);
    text = ["{" strjoin(parts, ",") "}"];
  elseif (iscell (x))
    text = ["[" strjoin(cellfun (@encode, x(:)', "UniformOutput", false), ",") "]"];
  elseif (ischar (x))
    text = jsonencode (x);
  elseif (islogical (x))
    text = {"false", "true"}{x + 1};
  else
    text = sprintf ("%.17g", x);
    if (! isfinite (x))
      text = ["\"" lower(strrep (text, "NA", "nan")) "\""];
    endif
  endif
endfunction

function c = vector (x)
  c = num2cell (x(:)');
endfunction

function c = matrix (x)
  c = cellfun (@vector, num2cell (x, 2), "UniformOutput", false)';
endfunction

% The problem in fitgmdist's words: data, the start, the options of the model.
function p = problem (request)
  if (! strcmp (request.model.family, "gaussian"))
    refuse ("unsupported", "fitgmdist has Gaussian mixtures only");
  elseif (isfield (request, "prior"))
    refuse ("unsupported", "fitgmdist has no priors");
  endif
  p.structure = request.model.covariance;
  p.x = numbers (request.data.observations);
  if (isempty (p.x))
    p.x = zeros (0, 1);
  endif
  d = columns (p.x);
  if (strcmp (p.structure, "identity") || (strcmp (p.structure, "spherical") && d > 1))
    refuse ("unsupported", "fitgmdist has no %s covariance", p.structure);
  endif
  p.weights = [];
  if (isfield (request.data, "weights"))
    p.weights = numbers (request.data.weights)(:);
  endif
  p.start = start_of (request, p.structure, d);
endfunction

function start = start_of (request, structure, d)
  given = [];
  for name = {"initial", "parameters"}
    if (isfield (request, name{1}))
      given = request.(name{1});
    endif
  endfor
  if (isempty (given))
    start = [];
    return;
  endif
  components = given.components;
  if (! iscell (components))
    components = num2cell (components);
  endif
  means = cellfun (@(c) numbers (c.mean)(:)', components(:), "UniformOutput", false);
  start.mu = vertcat (alike (means){:});
  if (strcmp (structure, "tied"))
    start.Sigma = numbers (given.covariance);
  else
    spread = cellfun (@(c) spread_of (c, structure), components(:)', "UniformOutput", false);
    start.Sigma = cat (3, alike (spread){:});
  endif
  start.ComponentProportion = numbers (given.weights)(:)';
endfunction

% The parts of one array, which Octave makes of parts of one size alone; the library is never asked about others.
function parts = alike (parts)
  if (any (cellfun (@(part) ! isequal (size (part), size (parts{1})), parts)))
    refuse ("unsupported", "components of different sizes make no array in Octave");
  endif
endfunction

function sigma = spread_of (component, structure)
  sigma = numbers (component.covariance);
  if (! strcmp (structure, "full"))
    sigma = diag (sigma);
  endif
endfunction

function fit = iterated (p, count, tolerance)
  options = struct ("MaxIter", count, "TolFun", tolerance, "Display", "off");
  extra = {};
  if (! isempty (p.weights))
    extra = {"Weights", p.weights};
  endif
  if (strcmp (p.structure, "diagonal") && columns (p.x) > 1)
    extra = [extra, {"CovarianceType", "diagonal"}];
  endif
  if (! isempty (extra) && ischar (extra{end}))
    refuse ("unsupported", "fitgmdist takes no start with a diagonal covariance: mvnpdf refuses what it makes of it");
  endif
  k = rows (p.start.mu);
  tied = strcmp (p.structure, "tied");
  fit = fitgmdist (p.x, k, "Start", p.start, "SharedCovariance", tied, "Options", options, extra{:});
endfunction

function result = written (fit, structure)
  result.weights = vector (fit.ComponentProportion);
  for k = 1:fit.NumComponents
    component.mean = vector (fit.mu(k, :));
    if (! strcmp (structure, "tied"))
      sigma = fit.Sigma(:, :, k);
      component.covariance = form (sigma, structure);
    endif
    result.components{k} = component;
  endfor
  if (strcmp (structure, "tied"))
    result.covariance = matrix (fit.Sigma);
  endif
endfunction

function value = form (sigma, structure)
  if (strcmp (structure, "spherical"))
    value = sigma(1);
  elseif (strcmp (structure, "diagonal"))
    value = vector (sigma);
  else
    value = matrix (sigma);
  endif
endfunction

function result = evaluate (request)
  p = problem (request);
  if (! isempty (p.weights))
    refuse ("unsupported", "gmdistribution takes no observation weights");
  endif
  mixture = gmdistribution (p.start.mu, p.start.Sigma, p.start.ComponentProportion);
  [~, nlogl, r, logpdf] = cluster (mixture, p.x);
  result.log_evidence_terms = vector (logpdf);
  result.log_evidence = -nlogl;
  result.log_joint = -nlogl;
  result.responsibilities = matrix (r);
endfunction

% NegativeLogLikelihood stands beside the returned parameters, and is reported as theirs. Of the start there is none.
function result = trajectory (request)
  p = problem (request);
  result = struct ();
  for t = request.record(:)'
    if (t > 0)
      parameters.(sprintf ("t%d", t)) = written (iterated (p, t, -Inf), p.structure);
    endif
  endfor
  result.parameters = parameters;
endfunction

function result = fit_of (request)
  p = problem (request);
  if (request.tolerance > 0)
    refuse ("unsupported", "fitgmdist stops by a change relative to the log evidence or 1");
  endif
  fit = iterated (p, request.max_iterations, 0);
  result.parameters = written (fit, p.structure);
  result.log_evidence = -fit.NegativeLogLikelihood;
  result.log_joint = -fit.NegativeLogLikelihood;
  result.iterations = fit.NumIterations;
  result.converged = logical (fit.Converged);
endfunction

function result = run (request)
  switch (request.operation)
    case "evaluate"
      result = evaluate (request);
    case "trajectory"
      result = trajectory (request);
    case "fit"
      result = fit_of (request);
    otherwise
      refuse ("unsupported", "fitgmdist does not compute %s", request.operation);
  endswitch
endfunction

function result = described ()
  package = pkg ("list", "statistics"){1};
  structures.gaussian = {"full", "tied", "diagonal"};
  result = struct ("name", "Octave statistics", "version", [package.version " (Octave " version() ")"], ...
    "language", "Octave", "precision", "binary64");
  result.operations = struct ("evaluate", structures, "trajectory", structures, "fit", structures);
  result.priors = false;
  result.observation_weights = true;
endfunction

function reply = handle (request)
  try
    switch (request.op)
      case "describe"
        reply.ok = described ();
      case "run"
        reply.ok = run (request.case);
      otherwise
        refuse ("unsupported", "no operation %s", request.op);
    endswitch
  catch problem
    reply = failure (problem);
  end_try_catch
endfunction

% error() called by the package is a refusal: it names its function first.
function reply = failure (problem)
  if (strcmp (problem.identifier, "adapter:unsupported"))
    reply.unsupported = problem.message;
  elseif (any (cellfun (@(name) strncmp (problem.message, name, numel (name)), {"fitgmdist:", "gmdistribution", "gmmdistribution:", "mvnpdf:"})))
    reply.rejected = problem.message;
  else
    reply.error = problem.message;
  endif
endfunction

% input() and not fgetl(), which waits for the first character after the line before it returns one.
function line = next_line ()
  try
    line = input ("", "s");
  catch
    line = -1;
  end_try_catch
endfunction

while (ischar (line = next_line ()))
  request = jsondecode (line, "makeValidName", false);
  reply = handle (request);
  reply.id = request.id;
  fputs (stdout, [regexprep(encode (reply), "\"t(\\d+)\":", "\"$1\":") "\n"]);
  fflush (stdout);
endwhile
