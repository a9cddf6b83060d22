using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Tasks;
using Federated.Learning.ZerothOrder;

namespace Federated.Learning.Runs;

/// <summary>The model of a shared-seed run, rebuilt from its experiment file and its log: no gradient and no sample is needed.</summary>
public sealed class SealedRun
{
    private readonly SampleTask _task;

    private SealedRun(SampleTask task, Replica replica) => (_task, Replica) = (task, replica);

    /// <summary>Names and shapes of the parameters.</summary>
    public ParameterLayout Layout => _task.Layout;

    /// <summary>The weights after the last round that was applied.</summary>
    public Replica Replica { get; }

    /// <summary>Writes the model as the run itself does at its end.</summary>
    /// <param name="path">replaced if it exists; its folder must exist</param>
    /// <param name="notes">how it came about</param>
    public void WriteModel(string path, IReadOnlyDictionary<string, string> notes) => _task.WriteModel(path, Replica.Theta, notes);

    /// <summary>Starts from the experiment's first weights and applies the log's rounds.</summary>
    /// <param name="folder">a run's folder</param>
    /// <param name="locations">where data sets are</param>
    /// <param name="rounds">number of rounds; null: all</param>
    /// <param name="threads">threads of an update</param>
    /// <exception cref="InputException">
    /// There is no such run, its log is damaged or of something else, or weights on which machines had agreed differ from those that come out.
    /// </exception>
    public static SealedRun Replay(string folder, DataLocations locations, long? rounds, int threads)
    {
        var experiment = ExperimentFile.Load(Path.Combine(folder, "experiment.yaml"), []);
        if (experiment.Algorithm is not OneByteOptions)
        {
            throw new InputException($"{folder}: a run of {experiment.Algorithm.Name} keeps no log of sealed rounds; expected one of one-byte");
        }

        var task = ExperimentRun.Load(experiment, locations);
        var theta = new float[task.Layout.Dimension];
        task.Initialise(theta);
        var header = new LogHeader(experiment.Seed, task.Layout.Hash, theta.Length, WeightHash.Of(theta));
        var replica = new Replica(experiment.Seed, theta, threads: threads);
        var path = Path.Combine(folder, RunDirectory.SealedLogName);
        foreach (var round in SealedLog.Read(path, header))
        {
            if (round.Round == rounds)
            {
                break;
            }

            if (round.AgreedHash is { } agreed && replica.Hash() is var hash && hash != agreed)
            {
                throw new InputException($"{path}: before round {round.Round} machines agreed on weights with hash {agreed:x16}; the replay has {hash:x16}");
            }

            replica.Offer(round);
        }

        return replica.Next < rounds
            ? throw new InputException($"{path}: the log ends after {replica.Next} rounds; expected at least {rounds}")
            : new SealedRun(task, replica);
    }
}
