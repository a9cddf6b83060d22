using Federated.Learning.Data.Arrays;
using Federated.Learning.Data.Cameras;
using Federated.Learning.Data.Cifar;
using Federated.Learning.Data.Embedded;
using Federated.Learning.Data.Idx;
using Federated.Learning.Data.Leaf;
using Federated.Learning.Data.Partitioning;
using Federated.Learning.Data.Speeches;
using Federated.Learning.Data.Synthetic;
using Federated.Learning.Data.Text;
using Federated.Learning.LanguageModels;

namespace Federated.Learning.Data;

/// <summary>All data sets the program knows.</summary>
/// <param name="locations">where they are looked for when no folder is given</param>
public sealed class DatasetCatalogue(DataLocations locations)
{
    private const string BuiltIn = "built in";
    private readonly DatasetFinder _finder = new(locations);

    /// <summary>Reads or makes a data set; relative folders start at the current one.</summary>
    /// <param name="options">which one</param>
    /// <param name="seed">seed of the run; synthetic data, cameras and auxiliary samples depend on it</param>
    /// <param name="form">what the model asks of text; null: every byte is a token. Only data sets of text depend on it</param>
    /// <exception cref="InputException">it is nowhere to be found, damaged, or smaller than asked for</exception>
    public FederatedDataset Load(DataOptions options, ulong seed, TextForm? form = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        form ??= new TextForm(new ByteTokenizer(), int.MaxValue);
        var whole = options switch
        {
            EmbeddedFashionMnistOptions => EmbeddedFashionMnist.Load(),
            FashionMnistOptions o => LoadIdx(o, o.Folder, Normalisation.FashionMnist),
            MnistOptions o => LoadIdx(o, o.Folder, Normalisation.Mnist),
            Cifar10Options o => LoadCifar(o.Folder, CifarFormat.Cifar10),
            Cifar100Options o => LoadCifar(o.Folder, CifarFormat.Cifar100),
            FemnistOptions o => LeafFolder.Load(o.Folder ?? _finder.FindFemnist() ?? throw _finder.Missing(o.Name)),
            SyntheticOptions o => SyntheticImages.Make(o, seed),
            ArraysOptions o => ArrayDataset.Load(o),
            TextOptions o => WindowSamples.Load(o, form),
            MailsOptions o => WindowSamples.Split(o.Name, form.Tokenizer.Encode(EmbeddedMails.Read()), o.HeldOut, o.Window, form),
            PromptsOptions o => PromptSamples.Load(o, form),
            SpeechesOptions o => SpeechUsers.Make(SpeechFolder.Read(o.Folder), o),
            _ => throw new ArgumentException($"no reader for a data set named {options.Name}", nameof(options)),
        };
        var shortened = Shorten(whole, options);
        var users = options.Cameras is { } cameras ? CameraUsers.Make(shortened, cameras, seed) : shortened;
        return options.AuxiliaryShare is { } share ? AuxiliarySplit.Make(users, share, seed) : users;
    }

    /// <summary>Describes all data sets, and where each one was found.</summary>
    public IReadOnlyList<DatasetDescription> Describe() =>
    [
        new("fashion-mnist-mini", "10000 + 2000", "1x28x28", "10", "MIT (Zalando SE)", BuiltIn, "nothing to do"),
        Describe("fashion-mnist", "60000 + 10000", "1x28x28", "10", "MIT (Zalando SE)", _finder.FindIdx("fashion-mnist")),
        Describe("mnist", "60000 + 10000", "1x28x28", "10", "CC BY-SA 3.0 (LeCun, Cortes)", _finder.FindIdx("mnist")),
        Describe("cifar10", "50000 + 10000", "3x32x32", "10", "none stated; cite Krizhevsky 2009", _finder.FindCifar(CifarFormat.Cifar10)),
        Describe("cifar100", "50000 + 10000", "3x32x32", "100", "none stated; cite Krizhevsky 2009", _finder.FindCifar(CifarFormat.Cifar100)),
        Describe("femnist", "about 800000", "1x28x28", "62", "LEAF: BSD 2-Clause; NIST SD 19: public domain", _finder.FindFemnist()),
        new("synthetic", "any", "any", "any", "none needed", BuiltIn, "nothing to do"),
        new("arrays", "yours", "yours", "yours", "yours", Found: null, "give a folder of .npy files or an .npz file as data.path"),
        new("mails", "29434 + 3270", "64 tokens", "1", "ODC PDDL 1.0, contents CC0 1.0 (SpamAssassin public corpus)", BuiltIn, "nothing to do"),
        new("text", "yours", "yours", "yours", "yours", Found: null, "give a folder of .txt files as data.folder"),
        new("prompts", "yours", "yours", "yours", "yours", Found: null, "give two files with the columns sentence and label as data.train and data.test"),
        new("speeches", "yours", "2000 words", "2000", "yours", Found: null, "give a folder of .json files with year, name and text as data.folder"),
    ];

    private DatasetDescription Describe(string name, string samples, string shape, string classes, string licence, string? found) =>
        new(name, samples, shape, classes, licence, found, _finder.HowToGet(name));

    private FederatedDataset LoadIdx(DataOptions options, string? folder, Normalisation normalisation) =>
        IdxFolder.Load(folder ?? _finder.FindIdx(options.Name) ?? throw _finder.Missing(options.Name), options.Name, classes: 10, normalisation);

    private FederatedDataset LoadCifar(string? folder, CifarFormat format) =>
        CifarFolder.Load(folder ?? _finder.FindCifar(format) ?? throw _finder.Missing(format.Name), format);

    private static FederatedDataset Shorten(FederatedDataset whole, DataOptions options)
    {
        var train = First(whole.Train, options.TrainSamples, "data.train_samples", options.Name);
        var test = First(whole.Test, options.TestSamples, "data.test_samples", options.Name);
        var natural = ReferenceEquals(train, whole.Train) ? whole.Natural : Cut(whole.Natural, train.Count);
        return whole with { Train = train, Test = test, Natural = natural };
    }

    private static SampleSet First(SampleSet samples, int? count, string key, string name)
    {
        if (count is not { } wanted || wanted == samples.Count)
        {
            return samples;
        }

        return wanted >= 1 && wanted < samples.Count
            ? samples.First(wanted)
            : throw new InputException($"{key}: {wanted}; {name} has {samples.Count}, so 1 to {samples.Count} are accepted");
    }

    private static Partition? Cut(Partition? natural, int samples)
    {
        if (natural is null)
        {
            return null;
        }

        var lists = new List<int[]>();
        for (var user = 0; user < natural.Clients; user++)
        {
            lists.Add([.. natural[user].ToArray().Where(sample => sample < samples)]);
        }

        return Partition.FromLists(lists);
    }
}
