using Federated.Attacks.Identity;
using Federated.Attacks.Identity.Attackers;
using Federated.Learning.Algorithms;
using Federated.Learning.Data;
using Federated.Learning.Data.Speeches;
using Federated.Learning.Experiments;
using Federated.Learning.Models;
using Federated.Learning.Tasks;

namespace Federated.Bench;

/// <summary>Who wrote the speech that a device trained on: authors of State of the Union addresses, from the updates of a next-word model.</summary>
internal sealed class SpeechStudy
{
    private const int Rounds = 20;

    private readonly IReadOnlyList<Speech> _speeches;
    private readonly StudyTable _closed;
    private readonly StudyTable _open = new("Open world: strangers are those with one speech, or under 10,000 words", "top-1 of known", "detection AUC", "accuracy at 5 % false acceptance");
    private readonly StudyTable _drift = new("Grover Cleveland's last speech (1896): rank of the right author, 1 is found", "1-NN", "centroid", "linear");

    private SpeechStudy(IReadOnlyList<Speech> speeches)
    {
        _speeches = speeches;
        _closed = new("Authors of speeches: top-1", "chance", "1-NN", "centroid", "linear", "MLP", "top-5 (best)", "mAP (best)", "8 updates together (best)", "pair AUC", "linking AUC", "permuted labels");
    }

    public static void Run(string folder, ulong[] seeds)
    {
        var study = new SpeechStudy(SpeechFolder.Read(folder));
        foreach (var seed in seeds)
        {
            study.All(seed);
            study.Era(seed);
        }

        // A seed only changes batches and first values, and this trains everybody three times.
        study.Drift(seeds[0]);

        study._closed.Print();
        study._open.Print();
        study._drift.Print();
    }

    private void All(ulong seed)
    {
        var (data, known) = Load(_speeches);
        var models = Models(data, seed);
        foreach (var (round, start) in models.OrderBy(pair => pair.Key))
        {
            var (labelled, updates, truth) = Updates(data, known, start, seed);
            foreach (var tensors in round == 0 ? new string[][] { [], ["fc1.weight"], ["fc2.bias"] } : [[], ["fc2.bias"]])
            {
                var features = new FeatureOptions { Tensors = tensors };
                var report = Attack(data, labelled, updates, truth, features, seed);
                _closed.Add($"{known} authors, round {round + 1}, {features.Title}", Row(report));
                if (tensors.Length == 0)
                {
                    foreach (var result in report.Attackers)
                    {
                        _open.Add($"round {round + 1}, {result.Attacker}", result.Top1, result.OpenWorld!.DetectionAuc, result.OpenWorld.Accuracy);
                    }
                }
            }
        }
    }

    /// <summary>Only authors of one time, whose words are those of the time.</summary>
    private void Era(ulong seed)
    {
        var (data, known) = Load([.. _speeches.Where(speech => speech.Year is >= 1869 and <= 1912)]);
        var (labelled, updates, truth) = Updates(data, known, start: null, seed);
        var report = Attack(data, labelled, updates, truth, new FeatureOptions(), seed);
        _closed.Add($"{known} authors of 1869-1912, round 1, all layers", Row(report));
    }

    /// <summary>What the adversary has of one author is of his first term, of his second, or of both.</summary>
    private void Drift(ulong seed)
    {
        const string Author = "Grover Cleveland";
        foreach (var (title, left) in new (string Title, Func<Speech, bool> Left)[]
        {
            ("auxiliary: both terms (1885-88, 1893-95)", _ => true),
            ("first term only (1885-88)", speech => speech.Year is < 1893 or 1896),
            ("second term only (1893-95)", speech => speech.Year >= 1893),
        })
        {
            Speech[] chosen = [.. _speeches.Where(speech => speech.Author != Author || left(speech))];
            var (data, known) = Load(chosen);
            var user = SpeechUsers.Authors(chosen, Options).Select(author => author.Author).ToList().IndexOf(Author);
            var (labelled, updates, truth) = Updates(data, known, start: null, seed);
            int[] his = [.. Enumerable.Range(0, truth.Count).Where(i => truth[i].User == user)];
            var (own, others) = UpdateFeatures.Of(Model(data).Layout, labelled, updates, new FeatureOptions(), seed);
            var problem = new IdentityProblem(own, [.. labelled.Select(update => update.User)], known, others, seed);
            _drift.Add(title, [.. new IIdentityAttacker[] { new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier() }.Select(attacker => MeanRank(attacker.Score(problem), his, user))]);
        }
    }

    private static double MeanRank(double[,] scores, int[] updates, int user) => updates.Average(i =>
        1.0 + Enumerable.Range(0, scores.GetLength(1)).Count(other => scores[i, other] > scores[i, user]));

    private static SpeechesOptions Options { get; } = new() { Folder = string.Empty };

    private static (FederatedDataset Data, int Known) Load(IReadOnlyList<Speech> speeches) =>
        (SpeechUsers.Make(speeches, Options), SpeechUsers.Authors(speeches, Options).Count(author => author.IsKnown));

    private static Network Model(FederatedDataset data) => ModelCatalogue.Create("word-nn", ((ImageSet)data.Train).Shape, data.Train.Classes);

    private static LocalOptions Local { get; } =
        new() { Steps = 20, BatchSize = 64, LearningRate = 0.5, LearningRateDecay = 1.0, WeightDecay = 0.0, ClipNorm = double.PositiveInfinity };

    private static Dictionary<int, float[]> Models(FederatedDataset data, ulong seed)
    {
        var experiment = new Experiment
        {
            Seed = seed,
            Rounds = Rounds,
            Algorithm = new FedAvgOptions(),
            Cohort = new FixedCohortOptions { Count = data.Natural!.Clients },
            Local = Local,
            Evaluation = new EvaluationOptions { Every = Rounds, Initial = false },
        };
        using var task = new ClassificationTask(experiment, data, data.Natural, Model(data));
        return FedAvgRun.Of(experiment, task, 0, Rounds).Models;
    }

    private static (IReadOnlyList<LabelledUpdate> Labelled, IReadOnlyList<AnonymousUpdate> Anonymous, IReadOnlyList<IdentityTruth> Truth) Updates(
        FederatedDataset data, int known, float[]? start, ulong seed)
    {
        var trial = new IdentityTrial(data, Model(data), new TrialOptions { Seed = seed, KnownUsers = known, Local = Local }, start);
        var (updates, truth) = trial.Anonymous();
        return (trial.Labelled(), updates, truth);
    }

    private static IdentityReport Attack(
        FederatedDataset data, IReadOnlyList<LabelledUpdate> labelled, IReadOnlyList<AnonymousUpdate> anonymous, IReadOnlyList<IdentityTruth> truth, FeatureOptions features, ulong seed) =>
        IdentityAttack.Run(Model(data).Layout, labelled, anonymous, truth, new IdentityOptions
        {
            Features = features,
            Seed = seed,
            Permutations = 1,
            Attackers = [new NearestNeighbour(), new NearestCentroid(), new RidgeClassifier(), new NetworkClassifier(64)],
        });

    private static double[] Row(IdentityReport report) =>
    [
        report.Chance,
        .. report.Attackers.Select(attacker => attacker.Top1),
        report.Attackers.Max(attacker => attacker.Top5),
        report.Attackers.Max(attacker => attacker.MeanAveragePrecision),
        report.Attackers.Max(attacker => attacker.DeviceTop1) ?? double.NaN,
        report.Matchers[0].Auc,
        report.Matchers[0].LinkingAuc,
        report.Attackers.Average(attacker => attacker.NullTop1),
    ];
}
