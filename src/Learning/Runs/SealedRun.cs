using Federated.Learning.Data;
using Federated.Learning.Experiments;
using Federated.Learning.Parameters;
using Federated.Learning.Rounds;
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
        if (experiment.Algorithm is not SharedSeedOptions)
        {
            throw new InputException($"{folder}: a run of {experiment.Algorithm.Name} keeps no log of sealed rounds; expected one of the shared-seed family, for example one-byte");
        }

        var task = ExperimentRun.Load(experiment, locations);
        var history = History(experiment, task, Path.Combine(folder, RunDirectory.SealedLogName));
        var replica = history.Rebuild(0, threads);
        var waiting = new List<SealedRound>();
        foreach (var round in SealedLog.Read(history.LogPath, history.Header).TakeWhile(round => round.Round != rounds))
        {
            if (round.AgreedHash is { } agreed)
            {
                replica.Offer(waiting);
                waiting.Clear();
                RequireAgreed(history.LogPath, round.Round, agreed, replica.Hash());
            }

            waiting.Add(round);
        }

        replica.Offer(waiting);
        return replica.Next < rounds
            ? throw new InputException($"{history.LogPath}: the log ends after {replica.Next} rounds; expected at least {rounds}")
            : new SealedRun(task, replica);
    }

    /// <summary>What the weights of a run come from.</summary>
    internal static SealedHistory History(Experiment experiment, IFederatedTask<float> task, string logPath)
    {
        var theta = task.InitialPoint();
        return new SealedHistory(Header(experiment, task, theta), logPath, theta);
    }

    /// <summary>What the log of a run is about.</summary>
    /// <param name="experiment">of the shared-seed family</param>
    /// <param name="task">what is learned</param>
    public static LogHeader Header(Experiment experiment, IFederatedTask<float> task) => Header(experiment, task, task.InitialPoint());

    private static LogHeader Header(Experiment experiment, IFederatedTask<float> task, float[] genesis) => new(
        experiment.Seed, task.Identity, genesis.Length, WeightHash.Of(genesis), ((SharedSeedOptions)experiment.Algorithm).CreateScheme());

    private static void RequireAgreed(string path, long round, ulong agreed, ulong hash)
    {
        if (hash != agreed)
        {
            throw new InputException($"{path}: before round {round} machines agreed on weights with hash {agreed:x16}; the replay has {hash:x16}");
        }
    }
}
