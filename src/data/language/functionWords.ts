/**
 * The words without meaning of their own that texts of a language cannot do without: articles, pronouns, conjunctions,
 * prepositions, auxiliaries. Single letters are left out: any language has them. Words that several of these languages share count for each of them and so for none.
 */
export const functionWords = {
  English:
    'the of and to in is that it was for on are with as his they be at this have from or had by but not what all were when we there can an your which their if will how she about been who its would my than did you has her him these could so no do more some just only very then any into does because through most over such even much out up like too get well made every never good',
  German:
    'der die das und ist nicht ein eine einen einem einer mit auf für von zu den dem sich auch es ich sie wir war aus bei nach wie über wird noch nur haben hat sind aber oder wenn werden durch kann zum zur im als an um dass',
  French:
    'le la les des une est et dans que qui pour pas sur avec il elle nous vous ils au aux du ce cette ces son sa ses plus ne se par sont été être mais ou où leur comme tout fait je on en un de',
  Spanish:
    'el la los las de que en un una es por con no para su se lo como más pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos son ha era fue del al',
  Italian:
    'il lo la gli le di che un una per non con sono del della dei delle nel nella da si come più ma anche questo questa ha al alla suo sua quando dove molto essere stato perché io lei noi loro in',
  Portuguese:
    'os as de que do da em um uma para com não por mais dos das no na se como mas foi ao ele ela seu sua ou ser quando muito há nos já está eu também só pelo pela até isso são entre era depois sem',
  Dutch:
    'de het een van en in is dat op te zijn met voor niet aan er maar om ook als dan bij nog naar uit hij zij ze wij deze dit door over heeft had worden werd kan geen meer hun wat ik je',
  Swedish:
    'och att det som en ett är på av för med den till inte han hon de om har var jag men från vi så när kan under sig eller även efter vid mycket också nu där hade ska skulle dem sin',
  Danish:
    'og at det som en et er på af for med den til ikke han hun de om har var jeg men fra vi så når kan under sig eller også efter ved meget nu hvor havde skal skulle dem sin der blev blive hvad',
  Norwegian:
    'og det som en et er på av for med den til ikke han hun de om har var jeg men fra vi så når kan under seg eller også etter ved mye nå hvor hadde skal skulle dem sin ble bli hva noen',
  Finnish:
    'ja on ei se että hän oli mutta ovat kun niin myös kuin joka sen ole mitä jos vain tai olla minä sinä tämä nyt sitten ollut hänen siitä voi kanssa mukaan jo vielä',
  Polish:
    'nie na się że do to jest jak ale po co tak za od jego przez jej był była być są może już tylko czy dla ich także które który która ten tej tego ma',
  Czech:
    'se na je že to do ale jako za by po jsem jeho byl byla být jsou které který která ten tak nebo jen už pro od podle při také než',
  Romanian:
    'și de în la cu pe care nu din pentru să este mai un ce se au fost lui sau prin dar după sunt ca ei această acest între fi al ale cel',
  Hungarian:
    'az és hogy nem is egy ez ezt de volt csak már meg van mint még ha azt el kell vagy ki lehet után sem aki ami mert nagyon minden így itt',
  Turkish:
    've bir bu da de için çok ile olarak daha gibi ne var kadar en olan ama her sonra değil mi ben sen biz onun olduğu ise ya hem şey kendi',
  Indonesian:
    'yang dan di dengan untuk tidak dari dalam akan pada ini itu adalah juga ke oleh saya karena bisa ada atau mereka kami kita sudah telah dapat seperti anda lebih',
  Vietnamese:
    'và của là có không được cho một trong người những với các này đã khi để cũng như đến từ về tôi ông bà họ trên hay thì sẽ nhiều ra đó',
} as const;

export type LatinLanguage = keyof typeof functionWords;
