using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Federated.Build
{
    /// <summary>
    /// Writes a copy of libLibTorchSharp.so that loads with the libstdc++ of GCC 12 and older (Debian 12, Ubuntu 22.04).
    /// The library as shipped asks for version GLIBCXX_3.4.32 because of one symbol, the initialiser of the standard streams, which libtorch
    /// has run by the time it matters. The copy asks for GLIBCXX_3.4 instead, and for an exported function without effect. Both exist in
    /// newer versions of libstdc++ too, so the copy loads everywhere.
    /// </summary>
    public sealed class PatchLibTorchSharp : Task
    {
        private const string NewVersion = "GLIBCXX_3.4.32";
        private const string OldVersion = "GLIBCXX_3.4";
        private const string StreamInitialiser = "_ZSt21ios_base_library_initv";
        private const string HarmlessFunction = "_ZSt18uncaught_exceptionv";

        private const uint SymbolTable = 11;
        private const uint VersionsNeeded = 0x6ffffffe;
        private const uint VersionOfSymbol = 0x6fffffff;

        private byte[] image;
        private int symbols, symbolsEnd, strings, stringsEnd, versions, versionsEnd, needs, needCount;

        /// <summary>The library as shipped; it is only read.</summary>
        [Required]
        public string Source { get; set; }

        /// <summary>Where the patched copy goes.</summary>
        [Required]
        public string Destination { get; set; }

        /// <summary>Writes the copy; false, with an error that says what was unexpected, when the library is built differently.</summary>
        public override bool Execute()
        {
            try
            {
                image = File.ReadAllBytes(Source);
                FindTables();
                var index = RenameVersion();
                RenameSymbol(index);
                WriteBeside();
                Log.LogMessage(MessageImportance.Normal, "{0} patched for an older libstdc++: {1}", Path.GetFileName(Source), Destination);
                return true;
            }
            catch (Exception e) when (e is InvalidDataException || e is IOException || e is IndexOutOfRangeException || e is ArgumentException)
            {
                Log.LogError(
                    "{0} cannot be prepared for this system's libstdc++, which lacks {1}: {2} Use a system with GCC 13's libstdc++ or newer, "
                    + "or build with -p:PatchLibTorchSharp=false.",
                    Source, NewVersion, e.Message);
                return false;
            }
        }

        private void FindTables()
        {
            Demand(image.Length > 64 && BitConverter.ToUInt32(image, 0) == 0x464c457f && image[4] == 2 && image[5] == 1, "it is not a 64-bit little-endian ELF file.");
            var table = (int)BitConverter.ToUInt64(image, 40);
            int entry = BitConverter.ToUInt16(image, 58), count = BitConverter.ToUInt16(image, 60);
            for (var i = 0; i < count; i++)
            {
                var header = table + i * entry;
                var type = BitConverter.ToUInt32(image, header + 4);
                int start = (int)BitConverter.ToUInt64(image, header + 24), end = start + (int)BitConverter.ToUInt64(image, header + 32);
                if (type == SymbolTable)
                {
                    (symbols, symbolsEnd) = (start, end);
                    var linked = table + (int)BitConverter.ToUInt32(image, header + 40) * entry;
                    strings = (int)BitConverter.ToUInt64(image, linked + 24);
                    stringsEnd = strings + (int)BitConverter.ToUInt64(image, linked + 32);
                }
                else if (type == VersionOfSymbol)
                {
                    (versions, versionsEnd) = (start, end);
                }
                else if (type == VersionsNeeded)
                {
                    (needs, needCount) = (start, (int)BitConverter.ToUInt32(image, header + 44));
                }
            }

            Demand(symbols > 0 && strings > 0 && versions > 0 && needs > 0, "it lacks a dynamic symbol or version table.");
        }

        /// <summary>Points the entry of the new version at the old version's name; returns the index symbols refer to it by.</summary>
        private int RenameVersion()
        {
            int newEntry = -1, oldEntry = -1;
            var need = needs;
            for (var i = 0; i < needCount; i++)
            {
                var entry = need + (int)BitConverter.ToUInt32(image, need + 8);
                for (var left = BitConverter.ToUInt16(image, need + 2); left > 0; left--)
                {
                    var name = NameAt(BitConverter.ToUInt32(image, entry + 8));
                    newEntry = name == NewVersion ? entry : newEntry;
                    oldEntry = name == OldVersion ? entry : oldEntry;
                    entry += (int)BitConverter.ToUInt32(image, entry + 12);
                }

                need += (int)BitConverter.ToUInt32(image, need + 12);
            }

            Demand(newEntry > 0, "it does not ask for " + NewVersion + ".");
            Demand(oldEntry > 0, "it does not ask for " + OldVersion + ".");
            Array.Copy(image, oldEntry, image, newEntry, 4);
            Array.Copy(image, oldEntry + 8, image, newEntry + 8, 4);
            return BitConverter.ToUInt16(image, newEntry + 6);
        }

        /// <summary>Renames the one symbol of that version. It is undefined, so the hash table of defined symbols stays right.</summary>
        private void RenameSymbol(int version)
        {
            Demand((symbolsEnd - symbols) / 24 == (versionsEnd - versions) / 2, "its symbols and their versions differ in number.");
            var name = -1;
            for (int i = 0, symbol = symbols; symbol < symbolsEnd; i++, symbol += 24)
            {
                if ((BitConverter.ToUInt16(image, versions + 2 * i) & 0x7fff) == version)
                {
                    var found = NameAt(BitConverter.ToUInt32(image, symbol));
                    Demand(found == StreamInitialiser && BitConverter.ToUInt16(image, symbol + 6) == 0, "it needs " + found + " of " + NewVersion + " as well.");
                    name = strings + (int)BitConverter.ToUInt32(image, symbol);
                }
            }

            Demand(name > 0, "no symbol is of " + NewVersion + ".");
            DemandUnshared(name);
            Array.Clear(image, name, StreamInitialiser.Length);
            Encoding.ASCII.GetBytes(HarmlessFunction, 0, HarmlessFunction.Length, image, name);
        }

        /// <summary>Linkers let a name share the tail of a longer one: no other symbol may read the bytes that change.</summary>
        private void DemandUnshared(int name)
        {
            var users = 0;
            for (var symbol = symbols; symbol < symbolsEnd; symbol += 24)
            {
                var at = strings + (int)BitConverter.ToUInt32(image, symbol);
                users += at >= name && at < name + StreamInitialiser.Length ? 1 : 0;
            }

            Demand(users == 1 && image[name - 1] == 0, "another symbol shares the name " + StreamInitialiser + ".");
        }

        private string NameAt(uint offset)
        {
            var start = strings + (int)offset;
            var end = Array.IndexOf(image, (byte)0, start, stringsEnd - start);
            Demand(end >= 0, "a name runs past the string table.");
            return Encoding.ASCII.GetString(image, start, end - start);
        }

        /// <summary>The destination may be a hard link or in use by another build: it is replaced, never written through.</summary>
        private void WriteBeside()
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Destination));
            var beside = Destination + "." + Guid.NewGuid().ToString("N") + ".tmp";
            File.WriteAllBytes(beside, image);
            try
            {
                File.Move(beside, Destination);
            }
            catch (IOException) when (File.Exists(Destination))
            {
                File.Replace(beside, Destination, null);
            }
        }

        private static void Demand(bool condition, string otherwise)
        {
            if (!condition)
            {
                throw new InvalidDataException(otherwise);
            }
        }
    }
}
