using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Gossip;
using Federated.Learning.Privacy;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Experiments;

/// <summary>Checks that need more than one key of an experiment. Single values are checked when the file is read.</summary>
public static class ExperimentValidator
{
    /// <summary>Empty cohorts are drawn again: a hundred times at this mean.</summary>
    private const double SmallestMeanCohort = 0.01;

    /// <summary>Everything that can be said before data is loaded.</summary>
    public static IEnumerable<ExperimentProblem> Check(Experiment experiment)
    {
        var clients = ClientCount(experiment);
        return CheckTask(experiment)
            .Concat(CheckFamily(experiment, clients))
            .Concat(SharedSeedValidator.Check(experiment, clients))
            .Concat(PrivacyValidator.Check(experiment))
            .Concat(CheckStability(experiment))
            .Concat(CheckCohort(experiment, clients))
            .Concat(CheckRecord(experiment));
    }

    /// <summary>
    /// Refuses a cohort that does not fit the number of clients, for partitions whose number of clients is known only once the
    /// data is loaded.
    /// </summary>
    /// <exception cref="InputException">one line for each problem</exception>
    public static void RequireClients(Experiment experiment, int clients)
    {
        var lines = CheckCohort(experiment, clients).Select(problem => $"{problem.Key}: {problem.Message}").ToList();
        if (lines.Count > 0)
        {
            throw new InputException(string.Join('\n', lines));
        }
    }

    /// <summary>The number of clients, if the experiment states it.</summary>
    private static int? ClientCount(Experiment experiment) =>
        experiment.Task == TaskKind.Quadratic
            ? experiment.Quadratic is { Clients: { Length: > 0 } functions } ? functions.Length : null
            : ReadProperty<int>(experiment.Partition, nameof(DirichletPartitionOptions.Clients));

    private static IEnumerable<ExperimentProblem> CheckTask(Experiment experiment)
    {
        if (experiment.Task != TaskKind.Quadratic)
        {
            var samples = experiment.Task == TaskKind.Language ? LanguageValidator.Check(experiment) : CheckClassification(experiment);
            return CheckNotQuadratic(experiment).Concat(samples);
        }

        if (experiment.Quadratic is null)
        {
            return [new ExperimentProblem("quadratic", "required by task: quadratic but missing; expected a mapping with start and clients")];
        }

        var problems = QuadraticValidator.Check(experiment.Quadratic);
        return experiment.Precision == Precision.Float32
            ? problems
            : problems.Append(new ExperimentProblem("precision", "bf16 is not accepted with task: quadratic, which computes in float64; expected float32"));
    }

    private static IEnumerable<ExperimentProblem> CheckFamily(Experiment experiment, int? clients)
    {
        var gossips = experiment.Algorithm is GossipAlgorithmOptions;
        var reason = experiment.Algorithm is SharedSeedOptions ? "whose machines all hear each other" : "which has a server";
        if (!gossips && experiment.Topology is not null)
        {
            yield return new ExperimentProblem("topology", $"not accepted with {experiment.Algorithm.Name}, {reason}; expected no such section");
        }

        if (!gossips && experiment.Failures is not null)
        {
            yield return new ExperimentProblem("failures", $"not accepted with {experiment.Algorithm.Name}, {reason}; expected no such section");
        }

        if (gossips && experiment.Topology is null)
        {
            yield return new ExperimentProblem("topology", $"required by {experiment.Algorithm.Name} but missing; expected a kind, for example ring or exponential");
        }

        if (clients is { } nodes && experiment.Topology?.Check(nodes) is { } problem)
        {
            yield return problem;
        }

        var weightsChange = experiment.Topology is { IsStatic: false } || experiment.Failures is not null;
        if (weightsChange && (experiment.Algorithm as GossipAlgorithmOptions)?.RefuseChangingWeights() is { } refusal)
        {
            yield return refusal;
        }
    }

    private static IEnumerable<ExperimentProblem> CheckRecord(Experiment experiment)
    {
        if (experiment.Record?.Rounds is not { } rounds)
        {
            yield break;
        }

        if (experiment.Algorithm is SharedSeedOptions)
        {
            yield return new ExperimentProblem("record.rounds", $"not accepted with {experiment.Algorithm.Name}, whose log keeps every round anyway; expected record: true");
        }
        else if (!rounds.Any(round => round <= experiment.Rounds))
        {
            var named = rounds.Length == 0 ? "names no round" : $"{rounds.Min()} comes after the last of {experiment.Rounds} rounds";
            yield return new ExperimentProblem("record.rounds", $"{named}; expected at least one in [1, {experiment.Rounds}], or no such key for all");
        }
    }

    private static IEnumerable<ExperimentProblem> CheckNotQuadratic(Experiment experiment)
    {
        if (experiment.Quadratic is not null)
        {
            yield return new ExperimentProblem("quadratic", "only accepted with task: quadratic; expected no such section");
        }
    }

    private static IEnumerable<ExperimentProblem> CheckClassification(Experiment experiment)
    {
        var problems = ModelValidator.CheckImages(experiment.Model);
        return experiment.Data is TextDataOptions text
            ? problems.Prepend(new ExperimentProblem(
                "data.name", $"{text.Name} is text and not accepted with task: classification, which needs images; expected another data set, or task: language"))
            : problems;
    }

    /// <summary>A step of length eta on a penalty of strength lambda multiplies the distance to its centre by 1 - eta lambda.</summary>
    private static IEnumerable<ExperimentProblem> CheckStability(Experiment experiment)
    {
        if (ReadProperty<double>(experiment.Algorithm, "ProxStrength") is { } strength
            && experiment.Local.LearningRate * strength >= 2)
        {
            yield return new ExperimentProblem(
                "algorithm.prox_strength",
                FormattableString.Invariant($"{strength} with local.learning_rate {experiment.Local.LearningRate} diverges; expected a product below 2"));
        }
    }

    private static IEnumerable<ExperimentProblem> CheckCohort(Experiment experiment, int? clients) => experiment.Cohort switch
    {
        // Without a server everybody takes part; the section is not used.
        _ when experiment.Algorithm is not ServerAlgorithmOptions => [],
        FixedCohortOptions { Count: var count } when count > clients =>
            [new ExperimentProblem("cohort.count", $"{count} is not accepted with {clients} clients; expected a whole number in [1, {clients}]")],
        BernoulliCohortOptions { Ratio: var ratio } when ratio < SmallestMeanCohort / clients =>
            [new ExperimentProblem("cohort.ratio", FormattableString.Invariant($"{ratio} is not accepted with {clients} clients: nearly every draw would be empty; expected at least {SmallestMeanCohort / clients}"))],
        ExplicitCohortOptions { Rounds: var rounds } when rounds.Length == 0 =>
            [new ExperimentProblem("cohort.rounds", "an empty list is not accepted; expected at least one list of clients")],
        ExplicitCohortOptions { Rounds: var rounds } => rounds.SelectMany((ids, i) => CheckRound(ids, $"cohort.rounds[{i}]", clients)),
        _ => [],
    };

    private static IEnumerable<ExperimentProblem> CheckRound(int[] ids, string key, int? clients)
    {
        if (ids.Length == 0)
        {
            yield return new ExperimentProblem(key, "an empty list is not accepted; expected at least one client");
        }

        var seen = new HashSet<int>();
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0 || ids[i] >= clients)
            {
                var high = clients is null ? "inf" : $"{clients}";
                yield return new ExperimentProblem($"{key}[{i}]", $"{ids[i]} is not accepted; expected a client in [0, {high})");
            }
            else if (!seen.Add(ids[i]))
            {
                yield return new ExperimentProblem($"{key}[{i}]", $"client {ids[i]} is given twice; expected every client once at most");
            }
        }
    }

    /// <summary>Variants share some properties without sharing a base record.</summary>
    internal static T? ReadProperty<T>(object options, string property)
        where T : struct =>
        options.GetType().GetProperty(property)?.GetValue(options) is T value ? value : null;
}
